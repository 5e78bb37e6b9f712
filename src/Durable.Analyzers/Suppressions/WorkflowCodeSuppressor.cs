using System.Collections.Immutable;
using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Durable.Analyzers.Suppressions;

/// <summary>Silences stock rules whose advice would break replay, or that overlook why a method is as it is.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class WorkflowCodeSuppressor : DiagnosticSuppressor
{
    private const string StaysOnTheScheduler = "Workflow code stays on the run's scheduler: ConfigureAwait(false) leaves it (DUR0006).";
    private const string OnlyDurableTasks = "Workflow code awaits durable tasks only (DUR0009); what runs at once is replayed at once.";

    private static readonly ImmutableDictionary<string, SuppressionDescriptor> s_inWorkflowCode = new[]
    {
        new SuppressionDescriptor("DURS0006", "CA2007", StaysOnTheScheduler),
        new SuppressionDescriptor("DURS0007", "VSTHRD111", StaysOnTheScheduler),
        new SuppressionDescriptor("DURS0008", "CA1849", OnlyDurableTasks),
        new SuppressionDescriptor("DURS0009", "VSTHRD103", OnlyDurableTasks),
        new SuppressionDescriptor("DURS0010", "CA5394", "ctx.Random() must draw the same numbers on replay; secrets are made in steps."),
        new SuppressionDescriptor("DURS0011", "VSTHRD105", "The current scheduler is the run's own; any other would leave the run (DUR0005)."),
    }.ToImmutableDictionary(static descriptor => descriptor.SuppressedDiagnosticId);

    /// <summary>A body, step, compensator, handler or update that awaits nothing is made a task by <c>async</c>, with its exceptions inside.</summary>
    public static readonly SuppressionDescriptor AwaitsNothing = new(
        "DURS0012", "CS1998", "Its signature asks for a task; 'async' makes one of what runs at once, failures included.");

    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions { get; } = ImmutableArray.CreateRange(s_inWorkflowCode.Values).Add(AwaitsNothing);

    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        if (DurableSymbols.TryCreate(context.Compilation) is not { } symbols)
        {
            return;
        }

        var places = new CodePlaces(symbols, context.CancellationToken);
        foreach (var diagnostic in context.ReportedDiagnostics)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            if (diagnostic.Location.SourceTree is { } tree
                && Find(diagnostic, tree.GetRoot(context.CancellationToken), context.GetSemanticModel(tree), places, context.CancellationToken) is { } suppression)
            {
                context.ReportSuppression(Suppression.Create(suppression, diagnostic));
            }
        }
    }

    private static SuppressionDescriptor? Find(
        Diagnostic diagnostic, SyntaxNode root, SemanticModel model, CodePlaces places, CancellationToken cancellationToken)
    {
        var node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        if (diagnostic.Id == AwaitsNothing.SuppressedDiagnosticId)
        {
            return HasToReturnATask(node, model, places, cancellationToken) ? AwaitsNothing : null;
        }

        return places.Of(node, model) == CodePlace.Workflow ? s_inWorkflowCode[diagnostic.Id] : null;
    }

    // Helpers of the author's own may as well return something else.
    private static bool HasToReturnATask(SyntaxNode node, SemanticModel model, CodePlaces places, CancellationToken cancellationToken)
    {
        if (places.Of(node, model) == CodePlace.Step)
        {
            return true;
        }

        var function = node.FirstAncestorOrSelf<SyntaxNode>(static candidate =>
            candidate is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MethodDeclarationSyntax);
        return function is MethodDeclarationSyntax
            && model.GetDeclaredSymbol(function, cancellationToken) is IMethodSymbol method
            && (places.IsBody(method) || places.IsHandler(method));
    }
}
