using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Determinism.Carrying;

/// <summary>A body that breaks no rule by itself, as it is carried from one compilation to the next.</summary>
/// <param name="Files">Where its type, and so the body, stands.</param>
/// <param name="Calls">The bodies that it calls.</param>
/// <param name="Dispatched">The names of those that an override may stand in for.</param>
internal sealed record CarriedBody(ImmutableArray<SyntaxTree> Files, ImmutableArray<BodyPlace> Calls, ImmutableArray<string> Dispatched);
