using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Durable.CodeFixes.Determinism;

/// <summary>Makes the fix that puts one expression of the context in the place of another.</summary>
internal static class Replacement
{
    /// <param name="replaced">What goes.</param>
    /// <param name="context">Where the context comes from.</param>
    /// <param name="text">What comes, with a first <c>{0}</c> for the context.</param>
    /// <param name="note">What the author must know, for the title; null for nothing.</param>
    public static Fix Of(ExpressionSyntax replaced, ContextPlan context, string text, string? note = null)
    {
        var hole = text.IndexOf("{0}", StringComparison.Ordinal);
        var expression = text.Substring(0, hole) + context.Name + text.Substring(hole + "{0}".Length);
        return new Fix(
            $"Use '{expression}'{(note is null ? "" : $" ({note})")}{context.Note}",
            $"{replaced.SpanStart}",
            editor => editor.ReplaceNode(replaced, (current, _) => Parse(expression, (ExpressionSyntax)current)))
        {
            Needs = context.Needs,
        };
    }

    public static ExpressionSyntax Parse(string expression, ExpressionSyntax replaced) =>
        SyntaxFactory.ParseExpression(expression).WithTriviaFrom(replaced);
}
