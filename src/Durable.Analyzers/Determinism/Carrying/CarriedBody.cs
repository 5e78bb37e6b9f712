using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Determinism.Carrying;

/// <summary>A body that breaks no rule by itself, as it is carried from one compilation to the next.</summary>
/// <param name="Parts">The parts of the outermost type around it, and the versions of the files that they stand in.</param>
/// <param name="Calls">The bodies that it calls.</param>
/// <param name="Dispatched">The names of those that an override may stand in for.</param>
internal sealed record CarriedBody(ImmutableArray<(OutermostType Type, SyntaxTree File)> Parts, ImmutableArray<BodyPlace> Calls, ImmutableArray<string> Dispatched)
{
    public bool HasDefaults(CodeOptions options) => Parts.All(part => options.AreDefault(part.File));
}
