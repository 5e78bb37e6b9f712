using System.Collections.Immutable;
using Durable.Analyzers.Determinism.Flow;
using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Determinism;

/// <summary>All rules that look at operations, by kind of operation.</summary>
internal static class BodyRules
{
    private static readonly ImmutableArray<BodyRule> s_all = ImmutableArray.Create<BodyRule>(
        new FlowRule(),
        new EndlessLoopRule(),
        new StaticStateRule(),
        new InlineStepWritesRule(),
        new LockRule(),
        new ConfigureAwaitRule(),
        new CultureRule(),
        new TextOrderRule(),
        new InjectedReferenceRule(),
        new LoggerRule(),
        new DroppedTaskRule(),
        new AsyncVoidRule(),
        new DynamicRule());

    private static readonly ImmutableArray<BodyRule>[] s_byKind = ByKind();

    public static ImmutableArray<BodyRule> For(OperationKind kind) =>
        (int)kind < s_byKind.Length ? s_byKind[(int)kind] : ImmutableArray<BodyRule>.Empty;

    private static ImmutableArray<BodyRule>[] ByKind()
    {
        var length = s_all.SelectMany(static rule => rule.Kinds).Select(static kind => (int)kind + 1).DefaultIfEmpty(0).Max();
        return Enumerable.Range(0, length)
            .Select(static kind => s_all.Where(rule => rule.Kinds.Contains((OperationKind)kind)).ToImmutableArray())
            .ToArray();
    }
}
