using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Determinism;

/// <summary>A rule that looks at operations of some kinds in every body that workflow code reaches.</summary>
/// <remarks>It has no state: bodies are read on several threads.</remarks>
internal abstract class BodyRule
{
    public abstract ImmutableArray<OperationKind> Kinds { get; }

    /// <summary>Called for each operation of these kinds, in source order.</summary>
    public abstract void Visit(IOperation operation, BodyContext body);
}
