using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Durable.Analyzers.Determinism.Carrying;

/// <summary>What is written in a declaration outside of bodies and of the types within it.</summary>
internal static class DeclarationText
{
    /// <summary>All of it, in one line whatever the layout; a body is there, but not what is in it.</summary>
    public static string Of(SyntaxNode declaration)
    {
        var text = new StringBuilder();
        foreach (var part in Parts(declaration))
        {
            text.Append(part.AsNode() is { } apart ? IsBody(apart) ? apart.Kind().ToString() : "" : part.AsToken().Text).Append(' ');
        }

        return text.ToString();
    }

    /// <summary>The words in it.</summary>
    public static IEnumerable<string> Words(SyntaxNode declaration) =>
        Parts(declaration).Where(static part => part.IsToken && IsWord(part.AsToken())).Select(static part => part.AsToken().ValueText);

    /// <summary>Whether a token can stand for something that is declared: <c>var</c> and <c>_</c>, too, can be types.</summary>
    public static bool IsWord(SyntaxToken token) =>
        token.IsKind(SyntaxKind.IdentifierToken) || token.IsKind(SyntaxKind.UnderscoreToken) || SyntaxFacts.IsContextualKeyword(token.Kind());

    private static IEnumerable<SyntaxNodeOrToken> Parts(SyntaxNode declaration) => declaration
        .DescendantNodesAndTokens(node => node == declaration || !IsApart(node))
        .Where(static part => part.AsNode() is not { } node || IsApart(node));

    private static bool IsApart(SyntaxNode node) => IsBody(node) || node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax;

    // The value of a constant is part of what it is.
    private static bool IsBody(SyntaxNode node) => node switch
    {
        BlockSyntax or ArrowExpressionClauseSyntax => true,
        EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax } => true,
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax field } } => !field.Modifiers.Any(SyntaxKind.ConstKeyword),
        _ => false,
    };
}
