using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace Durable.CodeFixes;

/// <summary>Turns the text of a method into a member that fits the file it is added to.</summary>
internal static class NewMember
{
    /// <summary>A body that compiles whatever the method returns, and fails loudly until its author has written another.</summary>
    public const string UnwrittenBody = "throw new global::System.NotImplementedException();";

    /// <summary>The member, to be inserted after another one, parted from what stands around it by blank lines.</summary>
    /// <param name="text">The method, with fully qualified types, which are simplified to what the file imports.</param>
    /// <param name="previous">The member it follows.</param>
    public static MemberDeclarationSyntax After(string text, MemberDeclarationSyntax previous)
    {
        var next = previous.GetLastToken().GetNextToken();
        var isParted = next.IsKind(SyntaxKind.CloseBraceToken) || (next.LeadingTrivia.Count > 0 && next.LeadingTrivia[0].IsKind(SyntaxKind.EndOfLineTrivia));
        return Parse(text, previous, linesBefore: 1, linesAfter: isParted ? 1 : 2);
    }

    /// <summary>The member, to be inserted before the first one of a type.</summary>
    public static MemberDeclarationSyntax Before(string text, MemberDeclarationSyntax next) =>
        Parse(text, next, linesBefore: 0, linesAfter: 2);

    /// <summary>The member, to be the only one of a type.</summary>
    public static MemberDeclarationSyntax In(string text, TypeDeclarationSyntax type) =>
        Parse(text, type, linesBefore: 0, linesAfter: 1);

    private static MemberDeclarationSyntax Parse(string text, SyntaxNode neighbour, int linesBefore, int linesAfter)
    {
        var newLine = neighbour.SyntaxTree.GetText().Lines is { Count: > 1 } lines
            && lines[0].EndIncludingLineBreak - lines[0].End == 2 ? "\r\n" : "\n";
        return SyntaxFactory.ParseMemberDeclaration(text.Replace("\r\n", "\n").Replace("\n", newLine))!
            .WithLeadingTrivia(Enumerable.Repeat(SyntaxFactory.EndOfLine(newLine), linesBefore))
            .WithTrailingTrivia(Enumerable.Repeat(SyntaxFactory.EndOfLine(newLine), linesAfter))
            .WithAdditionalAnnotations(Formatter.Annotation, Simplifier.Annotation);
    }
}
