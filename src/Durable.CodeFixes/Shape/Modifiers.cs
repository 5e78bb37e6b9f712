using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Durable.CodeFixes.Shape;

/// <summary>Changes the modifiers of a declaration without losing the comments around them.</summary>
internal static class Modifiers
{
    public static TMember With<TMember>(TMember member, IReadOnlyList<SyntaxKind> kinds)
        where TMember : MemberDeclarationSyntax
    {
        // The attributes, if any, own the trivia before the declaration; otherwise its first token does.
        var first = FirstAfterAttributes(member);
        var leading = first.LeadingTrivia;
        var bare = (TMember)member.ReplaceToken(first, first.WithLeadingTrivia());
        var old = bare.Modifiers;
        var tokens = kinds.Select(kind => Keep(old, kind)).ToArray();
        var changed = (TMember)bare.WithModifiers(SyntaxFactory.TokenList(tokens));
        var newFirst = FirstAfterAttributes(changed);
        return changed.ReplaceToken(newFirst, newFirst.WithLeadingTrivia(leading.AddRange(newFirst.LeadingTrivia)));
    }

    public static List<SyntaxKind> Kinds(MemberDeclarationSyntax member) =>
        [.. member.Modifiers.Select(static modifier => modifier.Kind())];

    private static SyntaxToken Keep(SyntaxTokenList old, SyntaxKind kind)
    {
        foreach (var modifier in old)
        {
            if (modifier.IsKind(kind))
            {
                return modifier;
            }
        }

        // Not elastic: the formatter would part the declaration from the one before it by a blank line.
        return SyntaxFactory.Token(SyntaxTriviaList.Empty, kind, SyntaxTriviaList.Create(SyntaxFactory.Space));
    }

    private static SyntaxToken FirstAfterAttributes(MemberDeclarationSyntax member) =>
        member.AttributeLists.Count == 0
            ? member.GetFirstToken()
            : member.AttributeLists.Last().GetLastToken().GetNextToken();
}
