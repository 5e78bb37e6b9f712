using System.Collections.Concurrent;
using System.Collections.Immutable;
using Durable.Shared;
using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Determinism;

/// <summary>Bodies outside workflow classes that break no rule, carried from one compilation to the next: after a key press, what it cannot have changed is not read again.</summary>
/// <remarks>
/// Carried are names and files, never symbols, which would keep an old compilation in memory. What one compilation found is true of the next where nothing but
/// code within bodies changed, and not in a file that the body, its type or anything it calls stands in. Kept are the last few projects that somebody worked on.
/// </remarks>
internal sealed class CarriedBodies
{
    private const int Projects = 4;

    private static readonly List<CarriedBodies> s_latest = [];

    private readonly string? _project;
    private readonly CompilationOptions _settings;
    private readonly ImmutableArray<MetadataReference> _references;
    private readonly ImmutableArray<SyntaxTree> _trees;
    private readonly ConcurrentDictionary<string, CarriedBody> _bodies;
    private readonly bool _isFirst;

    private CarriedBodies(Compilation compilation, ImmutableArray<SyntaxTree> trees, CarriedBodies? before)
    {
        _project = compilation.AssemblyName;
        _settings = compilation.Options;
        _references = [.. compilation.References];
        _trees = trees;
        _bodies = new(before?.TrueOf(this) ?? [], StringComparer.Ordinal);
        _isFirst = _bodies.IsEmpty;
    }

    public static CarriedBodies Into(Compilation compilation)
    {
        var trees = compilation.SyntaxTrees.ToImmutableArray();
        lock (s_latest)
        {
            var before = s_latest.FirstOrDefault(latest => latest._project == compilation.AssemblyName);
            var bodies = new CarriedBodies(compilation, trees, before);
            s_latest.RemoveAll(latest => latest == before);
            s_latest.Insert(0, bodies);
            s_latest.RemoveRange(Math.Min(Projects, s_latest.Count), Math.Max(0, s_latest.Count - Projects));
            return bodies;
        }
    }

    /// <summary>Keeps what was read for the next compilation.</summary>
    public void Keep(ClosedBody body, BodyFacts facts, CodeOptions options)
    {
        if (!body.Arguments.Equals(TypeArguments.None)
            || facts.Violations.Any(static violation => violation.RuleId != RuleIds.DurableInStep)
            || body.Key.GetDocumentationCommentId() is not { } id)
        {
            return;
        }

        var files = FilesOf(body.Key);
        var calls = facts.Calls.Select(static call => call.Target.Arguments.Equals(TypeArguments.None) ? call.Member.GetDocumentationCommentId() : null).ToImmutableArray();
        if (files.All(options.AreDefault) && !calls.Contains(null))
        {
            _bodies[id] = new CarriedBody(files, calls!, [.. facts.Calls.Where(static call => call.IsVirtual).Select(static call => call.Member.Name)]);
        }
    }

    /// <summary>Whether a body, and all that it calls, was read before and breaks no rule.</summary>
    /// <param name="body">Outside workflow classes.</param>
    /// <param name="overridden">The names of members that the object in question may override.</param>
    /// <param name="covered">Those found so for this object already, by documentation id; more are added.</param>
    /// <param name="options">What is said about files.</param>
    public bool Cover(ClosedBody body, ISet<string> overridden, HashSet<string> covered, CodeOptions options)
    {
        if (_isFirst || !body.Arguments.Equals(TypeArguments.None) || body.Key.GetDocumentationCommentId() is not { } first)
        {
            return false;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal) { first };
        var open = new Stack<string>(seen.Where(id => !covered.Contains(id)));
        while (open.Count > 0)
        {
            var id = open.Pop();
            if (!_bodies.TryGetValue(id, out var carried) || carried.Dispatched.Any(overridden.Contains) || !carried.Files.All(options.AreDefault))
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

    private IEnumerable<KeyValuePair<string, CarriedBody>> TrueOf(CarriedBodies next)
    {
        // A key press leaves the project its settings. Equal ones of another build need not do: the command line's resolvers cannot even be compared.
        if (_trees.Length != next._trees.Length || !ReferenceEquals(_settings, next._settings) || !_references.SequenceEqual(next._references))
        {
            return [];
        }

        var changed = new HashSet<SyntaxTree>();
        for (var i = 0; i < _trees.Length; i++)
        {
            if (_trees[i] != next._trees[i])
            {
                if (!_trees[i].IsEquivalentTo(next._trees[i], topLevel: true))
                {
                    return [];
                }

                changed.Add(_trees[i]);
            }
        }

        return _bodies.Where(body => !body.Value.Files.Any(changed.Contains));
    }

    private static ImmutableArray<SyntaxTree> FilesOf(ISymbol body)
    {
        var outermost = body.ContainingType;
        while (outermost?.ContainingType is { } outer)
        {
            outermost = outer;
        }

        return [.. body.DeclaringSyntaxReferences.Concat(outermost?.DeclaringSyntaxReferences ?? []).Select(static reference => reference.SyntaxTree).Distinct()];
    }
}
