using System.Collections.Immutable;
using System.Composition;
using Durable.Shared;
using Durable.Shared.Shape;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace Durable.CodeFixes.Shape;

/// <summary>Declares a signal or a question as a <c>static readonly</c> field (DUR1025).</summary>
/// <remarks>Not offered where something assigns it, where it has no value of its own or one that takes an instance, where an interface
/// asks for it, or where it is named through an instance other than <c>this</c>.</remarks>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakeStaticReadonlyFixer)), Shared]
internal sealed class MakeStaticReadonlyFixer : DocumentFixer
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.NotStaticReadonly);

    protected override string Handles => ProblemProperties.MakeStaticReadonly;

    protected override Fix? TryFix(SyntaxNode node, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var declaration = node.FirstAncestorOrSelf<MemberDeclarationSyntax>();
        var values = Values(declaration);
        if (values.IsEmpty || declaration!.Modifiers.Any(IsInTheWay))
        {
            return null;
        }

        var throughThis = new List<MemberAccessExpressionSyntax>();
        foreach (var (declared, value) in values)
        {
            if (value is null
                || model.GetDeclaredSymbol(declared, cancellationToken) is not { } symbol
                || InterfaceMembers.Implements(symbol)
                || ReadsInstance(value, model, cancellationToken)
                || !new SymbolUses(symbol, model, cancellationToken).AreReads(throughThis))
            {
                return null;
            }
        }

        var modifiers = Change(Modifiers.Kinds(declaration));
        return new Fix(
            $"Make '{string.Join("', '", values.Select(static value => NameOf(value.Declared)))}' {(declaration is PropertyDeclarationSyntax ? "a field, " : "")}'{string.Join(" ", modifiers.Select(SyntaxFacts.GetText))}'",
            $"{declaration.SpanStart}",
            editor => Apply(editor, declaration, modifiers, throughThis));
    }

    private static ImmutableArray<(SyntaxNode Declared, ExpressionSyntax? Value)> Values(MemberDeclarationSyntax? declaration) => declaration switch
    {
        FieldDeclarationSyntax field => field.Declaration.Variables
            .Select(static variable => ((SyntaxNode)variable, variable.Initializer?.Value)).ToImmutableArray(),
        PropertyDeclarationSyntax property => ImmutableArray.Create(((SyntaxNode)property, property.Initializer?.Value ?? property.ExpressionBody?.Expression)),
        _ => ImmutableArray<(SyntaxNode, ExpressionSyntax?)>.Empty,
    };

    private static string NameOf(SyntaxNode declared) =>
        (declared is PropertyDeclarationSyntax property ? property.Identifier : ((VariableDeclaratorSyntax)declared).Identifier).ValueText;

    private static bool IsInTheWay(SyntaxToken modifier) => modifier.Kind()
        is SyntaxKind.RequiredKeyword or SyntaxKind.VolatileKeyword or SyntaxKind.VirtualKeyword or SyntaxKind.OverrideKeyword or SyntaxKind.AbstractKeyword or SyntaxKind.PartialKeyword;

    // A static field has no instance to take it from: no member of one, and no parameter of a primary constructor.
    private static bool ReadsInstance(ExpressionSyntax value, SemanticModel model, CancellationToken cancellationToken) =>
        value.DescendantNodesAndSelf().Any(node => node is InstanceExpressionSyntax
            || (node is SimpleNameSyntax name && !IsMemberOfAnother(name) && model.GetSymbolInfo(name, cancellationToken).Symbol
                is IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } }
                or IFieldSymbol { IsStatic: false } or IPropertySymbol { IsStatic: false } or IMethodSymbol { IsStatic: false, MethodKind: MethodKind.Ordinary }));

    // Of what stands before the dot, of an object that is being made, of an argument's parameter.
    private static bool IsMemberOfAnother(SimpleNameSyntax name) =>
        (name.Parent is MemberAccessExpressionSyntax access && access.Name == name)
        || name.Parent is MemberBindingExpressionSyntax or NameColonSyntax
        || (name.Parent is AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } assignment && assignment.Left == name);

    private static List<SyntaxKind> Change(List<SyntaxKind> old)
    {
        var others = old.FindAll(static kind => kind is not (SyntaxKind.StaticKeyword or SyntaxKind.ReadOnlyKeyword or SyntaxKind.SealedKeyword));
        return [.. others, SyntaxKind.StaticKeyword, SyntaxKind.ReadOnlyKeyword];
    }

    private static void Apply(DocumentEditor editor, MemberDeclarationSyntax declaration, List<SyntaxKind> modifiers, List<MemberAccessExpressionSyntax> throughThis)
    {
        editor.ReplaceNode(declaration, (current, _) => Modifiers.With(
            current is PropertyDeclarationSyntax property ? ToField(property) : (FieldDeclarationSyntax)current, modifiers));
        foreach (var access in throughThis)
        {
            editor.ReplaceNode(access, static (current, _) =>
                ((MemberAccessExpressionSyntax)current).Name.WithTriviaFrom(current));
        }
    }

    private static FieldDeclarationSyntax ToField(PropertyDeclarationSyntax property)
    {
        var value = (property.Initializer?.Value ?? property.ExpressionBody!.Expression).WithoutTrailingTrivia();
        var equals = SyntaxFactory.EqualsValueClause(
            SyntaxFactory.Token(SyntaxKind.EqualsToken).WithTrailingTrivia(SyntaxFactory.Space), value.WithoutLeadingTrivia());
        var variable = SyntaxFactory.VariableDeclarator(property.Identifier.WithTrailingTrivia(SyntaxFactory.Space), argumentList: null, equals);
        return SyntaxFactory.FieldDeclaration(
            property.AttributeLists,
            property.Modifiers,
            SyntaxFactory.VariableDeclaration(property.Type, SyntaxFactory.SingletonSeparatedList(variable)),
            property.SemicolonToken);
    }
}
