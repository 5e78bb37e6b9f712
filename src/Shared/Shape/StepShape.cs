using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Durable.Shared.Shape;

/// <summary>One step as its author declared it.</summary>
/// <param name="Method">The method generated code overrides: the most derived one.</param>
/// <param name="Id">The recorded id, given or made of the method's name.</param>
/// <param name="IdLocation">Where the id comes from: the attribute's argument, or the method's name.</param>
/// <param name="Parameters">All parameters, in order.</param>
/// <param name="Returns">The declared return type.</param>
/// <param name="Policy">Retries and time-out.</param>
/// <param name="CompensateOn">Which calls are undone.</param>
/// <param name="Key">What names a call, in order; empty for a step whose calls are told apart by their order.</param>
/// <param name="RateLimit">How often attempts may start; null for no limit.</param>
/// <param name="RequiresScope">What the run's principal must hold; null for nothing.</param>
/// <param name="Compensator">What undoes the step; null when nothing does.</param>
internal sealed record StepShape(
    IMethodSymbol Method,
    string Id,
    Location? IdLocation,
    ImmutableArray<StepParameter> Parameters,
    Awaitable Returns,
    StepPolicyShape Policy,
    CompensateOnKind CompensateOn,
    ImmutableArray<KeyPart> Key,
    RateLimitShape? RateLimit,
    string? RequiresScope,
    CompensatorShape? Compensator)
{
    /// <summary>The queue whose workers run the step; null where the run's own worker does.</summary>
    public string? Queue { get; init; }

    /// <summary>The payload the step's outcome is recorded as; null for a step that only completes.</summary>
    public ITypeSymbol? Result => Returns.Result;
}
