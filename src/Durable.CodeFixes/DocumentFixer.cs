using System.Collections.Immutable;
using Durable.Shared.Shape;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Editing;

namespace Durable.CodeFixes;

/// <summary>A fix that changes the document it was offered in, one diagnostic or all of them.</summary>
/// <remarks>
/// Fix All goes through one editor for each document, not through the merging of separate edits, so that fixes that touch
/// the same declaration add up instead of getting lost.
/// </remarks>
internal abstract class DocumentFixer : CodeFixProvider
{
    /// <summary>What a problem's <see cref="ProblemProperties.Fix"/> must say for this fixer to help; null where each report may be fixed that stands where the change belongs.</summary>
    protected virtual string? Handles => null;

    /// <summary>Whether all reports may be fixed at once; not where each fix changes the journal.</summary>
    protected virtual bool FixesAll => true;

    public sealed override FixAllProvider? GetFixAllProvider() => FixesAll
        ? FixAllProvider.Create(
            async (context, document, diagnostics) => await FixAsync(document, diagnostics, context.CancellationToken).ConfigureAwait(false))
        : null;

    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root is null || model is null)
        {
            return;
        }

        foreach (var diagnostic in context.Diagnostics)
        {
            if (Prepare(root, model, diagnostic, context.CancellationToken) is { } fix)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(
                        fix.Title,
                        cancellationToken => FixAsync(context.Document, ImmutableArray.Create(diagnostic), cancellationToken),
                        equivalenceKey: GetType().Name),
                    diagnostic);
            }
        }
    }

    /// <summary>Checks everything the fix depends on; null where it would not help or the result would not compile.</summary>
    protected abstract Fix? TryFix(SyntaxNode node, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken);

    private Fix? Prepare(SyntaxNode root, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var isOurs = Handles is null
            ? !diagnostic.Properties.ContainsKey(ProblemProperties.Indirect)
            : diagnostic.Properties.TryGetValue(ProblemProperties.Fix, out var fix) && fix == Handles;
        return isOurs ? TryFix(root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true), model, diagnostic, cancellationToken) : null;
    }

    private async Task<Document> FixAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var editor = await DocumentEditor.CreateAsync(document, cancellationToken).ConfigureAwait(false);
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var diagnostic in diagnostics.OrderBy(static diagnostic => diagnostic.Location.SourceSpan.Start))
        {
            if (Prepare(editor.OriginalRoot, editor.SemanticModel, diagnostic, cancellationToken) is { } fix)
            {
                foreach (var change in fix.Needs.Add(fix).Where(change => done.Add(change.Identity)))
                {
                    change.Apply(editor);
                }
            }
        }

        return editor.GetChangedDocument();
    }
}
