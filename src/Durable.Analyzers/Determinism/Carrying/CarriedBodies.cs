using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Durable.Analyzers.Shape;
using Durable.Shared;
using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Determinism.Carrying;

/// <summary>Bodies outside workflow classes that break no rule, carried from one compilation to the next: after a key press, what it cannot have changed is not read again.</summary>
/// <remarks>
/// Carried are places in files, never symbols, which would keep an old compilation in memory. What one compilation found is true of the next where the body, and all that it reads or calls,
/// stands in types that are written as they were and have none of the <see cref="ChangedNames"/>. Kept for as long as the editor keeps the project's settings, which a key press leaves alone.
/// </remarks>
internal sealed class CarriedBodies
{
    private static readonly ConditionalWeakTable<CompilationOptions, Dictionary<string, CarriedBodies>> s_latest = new();

    private readonly ImmutableArray<MetadataReference> _references;
    private readonly HashSet<SyntaxTree> _trees;
    private readonly HashSet<(string Type, string Name)> _workflowBases;
    private readonly ConcurrentDictionary<BodyPlace, CarriedBody> _bodies;
    private readonly bool _isFirst;

    private CarriedBodies(Compilation compilation, WorkflowIndex index, CarriedBodies? before)
    {
        _references = [.. compilation.References];
        _trees = [.. compilation.SyntaxTrees];
        _workflowBases = [.. index.WorkflowBases];
        _bodies = new(before?.TrueOf(this) ?? []);
        _isFirst = _bodies.IsEmpty;
    }

    public static CarriedBodies Into(Compilation compilation, WorkflowIndex index)
    {
        // Equal settings of another build need not do: the command line's resolvers cannot even be compared.
        var latest = s_latest.GetOrCreateValue(compilation.Options);
        lock (latest)
        {
            latest.TryGetValue(compilation.AssemblyName ?? "", out var before);
            return latest[compilation.AssemblyName ?? ""] = new CarriedBodies(compilation, index, before);
        }
    }

    /// <summary>Keeps what was read for the next compilation.</summary>
    public void Keep(ClosedBody body, BodyFacts facts, CodeOptions options)
    {
        if (!body.Arguments.Equals(TypeArguments.None)
            || facts.Violations.Any(static violation => violation.RuleId != RuleIds.DurableInStep)
            || BodyPlace.Of(body.Key) is not { } place
            || PartsAround(body.Key) is not { IsDefault: false } parts)
        {
            return;
        }

        var calls = facts.Calls.Select(static call => call.Target.Arguments.Equals(TypeArguments.None) ? BodyPlace.Of(call.Member) : null).ToImmutableArray();
        var carried = new CarriedBody(
            parts,
            [.. calls.OfType<BodyPlace>().Distinct()],
            [.. facts.Calls.Where(static call => call.IsVirtual).Select(static call => call.Member.Name).Distinct(StringComparer.Ordinal)]);
        if (!calls.Contains(null) && carried.HasDefaults(options))
        {
            _bodies[place] = carried;
        }
    }

    /// <summary>Whether a body, and all that it calls, was read before and breaks no rule.</summary>
    /// <param name="body">Outside workflow classes.</param>
    /// <param name="overridden">The names of members that the object in question may override.</param>
    /// <param name="covered">Those found so for this object already; more are added.</param>
    /// <param name="options">What is said about files.</param>
    public bool Cover(ClosedBody body, ISet<string> overridden, HashSet<BodyPlace> covered, CodeOptions options)
    {
        if (_isFirst || !body.Arguments.Equals(TypeArguments.None) || BodyPlace.Of(body.Key) is not { } first)
        {
            return false;
        }

        var seen = new HashSet<BodyPlace> { first };
        var open = new Stack<BodyPlace>(seen.Where(place => !covered.Contains(place)));
        while (open.Count > 0)
        {
            if (!_bodies.TryGetValue(open.Pop(), out var carried) || carried.Dispatched.Any(overridden.Contains) || !carried.HasDefaults(options))
            {
                return false;
            }

            foreach (var call in carried.Calls.Where(call => !covered.Contains(call) && seen.Add(call)))
            {
                open.Push(call);
            }
        }

        covered.UnionWith(seen);
        return true;
    }

    private IEnumerable<KeyValuePair<BodyPlace, CarriedBody>> TrueOf(CarriedBodies next)
    {
        var bases = _workflowBases.Except(next._workflowBases).Concat(next._workflowBases.Except(_workflowBases)).Select(static type => type.Name);
        if (!_references.SequenceEqual(next._references) || ChangedNames.Between(_trees, next._trees, bases) is not { } changed)
        {
            yield break;
        }

        var edited = next._trees.Where(tree => !_trees.Contains(tree))
            .SelectMany(static tree => OutermostTypes.In(tree).All.Select(type => (Type: type, File: tree)))
            .ToLookup(static part => part.Type, static part => part.File);
        foreach (var body in _bodies)
        {
            var parts = body.Value.Parts.Where(part => !changed.AreIn(part.Type))
                .SelectMany(part => next._trees.Contains(part.File) ? [part] : edited[part.Type].Take(1).Select(file => (part.Type, File: file)))
                .ToImmutableArray();
            if (parts.Length == body.Value.Parts.Length)
            {
                yield return new(body.Key, body.Value with { Parts = parts });
            }
        }
    }

    // None where a part is no declaration: a program's statements.
    private static ImmutableArray<(OutermostType Type, SyntaxTree File)> PartsAround(ISymbol body)
    {
        var outermost = body.ContainingType;
        while (outermost.ContainingType is { } outer)
        {
            outermost = outer;
        }

        var parts = outermost.DeclaringSyntaxReferences.Select(static part => (Type: OutermostTypes.In(part.SyntaxTree).Around(part.Span.Start), File: part.SyntaxTree)).ToList();
        return parts.Exists(static part => part.Type is null) ? default : [.. parts.Select(static part => (part.Type!, part.File))];
    }
}
