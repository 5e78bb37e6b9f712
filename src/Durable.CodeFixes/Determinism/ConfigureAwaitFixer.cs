using System.Collections.Immutable;
using System.Composition;
using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Durable.CodeFixes.Determinism;

/// <summary>Removes <c>ConfigureAwait(false)</c> from what is awaited (DUR0006).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ConfigureAwaitFixer)), Shared]
internal sealed class ConfigureAwaitFixer : DocumentFixer
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.LeavesContext);

    protected override Fix? TryFix(SyntaxNode node, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (UsedMember.At(node) is not { Call: { } call, Receiver: not null } || !MayBeOfAnyType(call))
        {
            return null;
        }

        return new Fix(
            "Remove 'ConfigureAwait(false)'",
            $"{call.SpanStart}",
            editor => editor.ReplaceNode(call, static (current, _) => Receiver((InvocationExpressionSyntax)current)));
    }

    // Awaited, iterated or disposed on the spot, or kept in a variable whose type nobody wrote down.
    private static bool MayBeOfAnyType(InvocationExpressionSyntax call) => call.Parent switch
    {
        AwaitExpressionSyntax => true,
        ForEachStatementSyntax loop => loop.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword),
        UsingStatementSyntax statement => statement.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword),
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax declaration } } => declaration.Type.IsVar,
        _ => false,
    };

    // A comment between the task and the dot stays; the line break before the dot goes with it.
    private static ExpressionSyntax Receiver(InvocationExpressionSyntax call)
    {
        var receiver = ((MemberAccessExpressionSyntax)call.Expression).Expression;
        var between = receiver.GetTrailingTrivia();
        var kept = between.Any(static trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia))
            ? between
            : SyntaxFactory.TriviaList();
        return receiver.WithTrailingTrivia(kept.AddRange(call.GetTrailingTrivia()));
    }
}
