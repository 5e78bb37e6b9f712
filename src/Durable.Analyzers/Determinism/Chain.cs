using System.Collections.Immutable;

namespace Durable.Analyzers.Determinism;

/// <summary>The way from a body to something wrong.</summary>
/// <param name="Calls">On the way; none if it is wrong by itself.</param>
/// <param name="Violation">At its end.</param>
internal sealed record Chain(ImmutableArray<BodyCall> Calls, Violation Violation);
