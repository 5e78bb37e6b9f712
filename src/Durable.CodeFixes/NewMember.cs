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

    /// <param name="text">The method, with fully qualified types, which are simplified to what the file imports.</param>
    /// <param name="neighbour">Where in the file it goes; its line ends are used.</param>
    public static MemberDeclarationSyntax Parse(string text, SyntaxNode neighbour)
    {
        var newLine = neighbour.SyntaxTree.GetText().Lines is { Count: > 1 } lines
            && lines[0].EndIncludingLineBreak - lines[0].End == 2 ? "\r\n" : "\n";
        var lineEnded = text.Replace("\r\n", "\n").Replace("\n", newLine);
        return SyntaxFactory.ParseMemberDeclaration(lineEnded)!
            .WithLeadingTrivia(SyntaxFactory.EndOfLine(newLine))
            .WithTrailingTrivia(SyntaxFactory.EndOfLine(newLine))
            .WithAdditionalAnnotations(Formatter.Annotation, Simplifier.Annotation);
    }
}
