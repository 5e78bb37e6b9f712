using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Durable.Tests;

/// <summary>A sample as it is while somebody types it: cut off at every place where that makes a difference.</summary>
/// <remarks>
/// Two texts are one if the compiler reads the same tokens: blanks and comments say nothing. Nor does it matter which part of a name has been typed, unless the
/// part is itself a word of C# or a name that something bears, or how much of a text literal, except in attributes, where the text is an id or a duration.
/// Which of several equal texts is taken is drawn, so that other seeds take others.
/// </remarks>
/// <param name="sample">What is typed.</param>
/// <param name="options">How to parse it.</param>
/// <param name="names">Every name that the code can mean: those of its own files and of its references.</param>
internal sealed class TypedSample(SampleProject sample, CSharpParseOptions options, IReadOnlySet<string> names)
{
    // No code holds it.
    private const string Part = "\u0001";

    private readonly SyntaxTree _whole = CSharpSyntaxTree.ParseText(sample.Workflow, options);

    /// <summary>The first <paramref name="count"/> texts, in an order drawn from <paramref name="random"/>, with the places where they are cut off.</summary>
    public IEnumerable<(int Position, string Text)> Cut(Random random, int count)
    {
        var positions = Enumerable.Range(0, sample.Workflow.Length).ToArray();
        random.Shuffle(positions);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return (from position in positions
                from text in TextsAt(position)
                where seen.Add(Meaning(CSharpSyntaxTree.ParseText(text, options), position))
                select (position, text)).Take(count);
    }

    /// <summary>The text as far as <paramref name="position"/>, and with only the rest of that line missing.</summary>
    private IEnumerable<string> TextsAt(int position)
    {
        yield return sample.Workflow[..position];
        var end = sample.Workflow.IndexOf('\n', position);
        if (end > position)
        {
            yield return sample.Workflow.Remove(position, end - position);
        }
    }

    private string Meaning(SyntaxTree tree, int position)
    {
        var tokens = tree.GetRoot().DescendantTokens(descendIntoTrivia: false).Select(token => $"{token.Parent?.RawKind} {Read(token, position)}");
        return string.Join('\n', tokens);
    }

    private string Read(SyntaxToken token, int position)
    {
        var other = string.Concat(token.LeadingTrivia.Concat(token.TrailingTrivia).Where(static trivia => !IsSilent(trivia)).Select(static trivia => trivia.ToFullString()));
        return $"{token.RawKind} {(token.Span.End == position && IsAnyPart(token) ? Part : token.Text)} {other}";
    }

    private static bool IsSilent(SyntaxTrivia trivia) => trivia.Kind() is
        SyntaxKind.WhitespaceTrivia or SyntaxKind.EndOfLineTrivia or SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
        or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia or SyntaxKind.DocumentationCommentExteriorTrivia;

    private bool IsAnyPart(SyntaxToken token) => token.Kind() switch
    {
        SyntaxKind.IdentifierToken => IsInside(token)
            && SyntaxFacts.GetContextualKeywordKind(token.ValueText) == SyntaxKind.None
            && !names.Contains(token.ValueText),
        SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringTextToken => token.ValueText.Length > 0
            && IsInside(token)
            && token.Parent?.FirstAncestorOrSelf<AttributeSyntax>() is null,
        _ => false,
    };

    // What precedes the cut is as it is in the whole text.
    private bool IsInside(SyntaxToken part)
    {
        var whole = _whole.GetRoot().FindToken(part.SpanStart);
        return whole.SpanStart == part.SpanStart && whole.Span.End > part.Span.End;
    }
}
