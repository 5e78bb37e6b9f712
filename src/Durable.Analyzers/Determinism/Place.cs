using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Durable.Analyzers.Determinism;

/// <summary>The piece of an expression that names the member it uses: <c>DateTime.Now</c>, <c>Wait</c> in <c>task.Wait()</c>, <c>new Random</c>.</summary>
internal static class Place
{
    public static Location Of(SyntaxNode syntax, ISymbol member) => syntax switch
    {
        InvocationExpressionSyntax invocation => Of(invocation.Expression, member),
        MemberAccessExpressionSyntax access => member is { IsStatic: true } and not IMethodSymbol { IsExtensionMethod: true } ? access.GetLocation() : access.Name.GetLocation(),
        MemberBindingExpressionSyntax binding => binding.Name.GetLocation(),
        ElementAccessExpressionSyntax element => element.ArgumentList.GetLocation(),
        ObjectCreationExpressionSyntax creation => Between(creation, creation.NewKeyword.SpanStart, creation.Type.Span.End),
        ImplicitObjectCreationExpressionSyntax creation => creation.NewKeyword.GetLocation(),
        ConstructorDeclarationSyntax constructor => constructor.Identifier.GetLocation(),
        TypeDeclarationSyntax { BaseList: { } bases } => bases.Types[0].GetLocation(),
        VariableDeclaratorSyntax declarator => declarator.Identifier.GetLocation(),
        _ => syntax.GetLocation(),
    };

    /// <summary>The member with what it is used on: <c>payments.ChargeAsync</c>.</summary>
    public static Location OfWhole(SyntaxNode syntax) => syntax is InvocationExpressionSyntax invocation ? OfWhole(invocation.Expression) : syntax.GetLocation();

    private static Location Between(SyntaxNode node, int start, int end) =>
        Location.Create(node.SyntaxTree, TextSpan.FromBounds(start, end));
}
