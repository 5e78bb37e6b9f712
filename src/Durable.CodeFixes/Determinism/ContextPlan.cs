using System.Collections.Immutable;
using Durable.Shared;
using Microsoft.CodeAnalysis;

namespace Durable.CodeFixes.Determinism;

/// <summary>How a fix gets at the workflow context.</summary>
/// <param name="Name">What the context is called where the fix needs it.</param>
/// <param name="Note">What else changes, for the title; empty for nothing.</param>
/// <param name="Needs">What must change first.</param>
internal sealed record ContextPlan(string Name, string Note, ImmutableArray<Fix> Needs)
{
    /// <summary>The context that is there, or a new parameter of the helper around; null where neither is possible.</summary>
    public static ContextPlan? At(SyntaxNode place, SemanticModel model, CancellationToken cancellationToken)
    {
        if (DurableSymbols.TryCreate(model.Compilation) is not { } symbols)
        {
            return null;
        }

        return ContextInScope.NameAt(place, model, symbols, cancellationToken) is { } name
            ? new ContextPlan(name, "", ImmutableArray<Fix>.Empty)
            : new NewContextParameter(model, symbols, cancellationToken).For(place);
    }
}
