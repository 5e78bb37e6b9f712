using System.Collections.Concurrent;
using System.Collections.Immutable;
using Durable.Shared;
using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Determinism;

/// <summary>Which rules a body breaks by itself or through what it calls, however far.</summary>
/// <remarks>
/// Found by Tarjan's search for strongly connected components: each body is visited once, bodies that call each other in a circle share
/// one answer, and the answer to a component is final when it is written, whatever other threads do.
/// </remarks>
internal sealed class Reach(WorkflowCode code)
{
    private readonly ConcurrentDictionary<ClosedBody, RuleSet> _rules = new();

    public RuleSet RulesOf(ClosedBody body, CancellationToken cancellationToken)
    {
        if (!_rules.TryGetValue(body, out var rules))
        {
            Search(body, cancellationToken);
            rules = _rules[body];
        }

        return rules;
    }

    /// <summary>The shortest way from a body to a violation of a rule: the calls, and the violation at their end.</summary>
    /// <remarks>Only asked when there is something to report.</remarks>
    public Chain? FindChain(ClosedBody body, string ruleId, CancellationToken cancellationToken) => FindChain(
        body,
        facts => facts.Spread.FirstOrDefault(violation => violation.RuleId == ruleId) is { } violation ? new Chain([], violation) : null,
        new HashSet<ClosedBody>(),
        callee => RulesOf(callee, cancellationToken).Contains(ruleId),
        cancellationToken);

    /// <summary>The shortest way from a body to one with something wrong.</summary>
    /// <param name="body">Where it begins.</param>
    /// <param name="find">What is wrong with a body.</param>
    /// <param name="seen">The bodies gone through are added.</param>
    /// <param name="leads">Whether a call is worth following.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public Chain? FindChain(
        ClosedBody body, Func<BodyFacts, Chain?> find, HashSet<ClosedBody> seen, Func<ClosedBody, bool> leads, CancellationToken cancellationToken)
    {
        var from = new Dictionary<ClosedBody, (ClosedBody Caller, BodyCall Call)>();
        var open = new Queue<ClosedBody>();
        seen.Add(body);
        open.Enqueue(body);
        while (open.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var current = open.Dequeue();
            var facts = code.Bodies.FactsOf(current, cancellationToken);
            if (find(facts) is { } found)
            {
                return found with { Calls = WayTo(current, from).AddRange(found.Calls) };
            }

            foreach (var call in Followed(current, facts))
            {
                if (leads(call.Target) && seen.Add(call.Target))
                {
                    from.Add(call.Target, (current, call));
                    open.Enqueue(call.Target);
                }
            }
        }

        return null;
    }

    private static ImmutableArray<BodyCall> WayTo(ClosedBody body, Dictionary<ClosedBody, (ClosedBody Caller, BodyCall Call)> from)
    {
        var calls = new Stack<BodyCall>();
        for (var current = body; from.TryGetValue(current, out var step); current = step.Caller)
        {
            calls.Push(step.Call);
        }

        return calls.ToImmutableArray();
    }

    private void Search(ClosedBody root, CancellationToken cancellationToken)
    {
        var visits = new Dictionary<ClosedBody, Visit>();
        var component = new Stack<Visit>();
        var path = new Stack<Visit>();
        path.Push(Enter(root, visits, component, cancellationToken));
        while (path.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var visit = path.Peek();
            if (visit.Calls.MoveNext())
            {
                Follow(visit, visit.Calls.Current.Target, visits, component, path, cancellationToken);
                continue;
            }

            path.Pop();
            if (visit.Low == visit.Index)
            {
                Finish(visit, component);
            }

            if (path.Count > 0)
            {
                path.Peek().Join(visit);
            }
        }
    }

    private void Follow(
        Visit caller, ClosedBody callee, Dictionary<ClosedBody, Visit> visits, Stack<Visit> component, Stack<Visit> path, CancellationToken cancellationToken)
    {
        if (_rules.TryGetValue(callee, out var known))
        {
            caller.Rules = caller.Rules.Union(known);
        }
        else if (!visits.TryGetValue(callee, out var visited))
        {
            path.Push(Enter(callee, visits, component, cancellationToken));
        }
        else
        {
            // Visited and not known yet: its component, which the caller belongs to, is not whole.
            caller.Low = Math.Min(caller.Low, visited.Index);
            caller.Rules = caller.Rules.Union(visited.Rules);
        }
    }

    private Visit Enter(ClosedBody body, Dictionary<ClosedBody, Visit> visits, Stack<Visit> component, CancellationToken cancellationToken)
    {
        var facts = code.Bodies.FactsOf(body, cancellationToken);
        var visit = new Visit(body, visits.Count, facts.Rules, Followed(body, facts).GetEnumerator());
        visits.Add(body, visit);
        component.Push(visit);
        return visit;
    }

    private void Finish(Visit root, Stack<Visit> component)
    {
        Visit member;
        do
        {
            member = component.Pop();
            member.Rules = root.Rules;
            _rules[member.Body] = root.Rules;
        }
        while (member != root);
    }

    // What stands in a workflow class is reported there, not at those who call it from outside.
    private IEnumerable<BodyCall> Followed(ClosedBody body, BodyFacts facts)
    {
        var home = code.WorkflowAround(body.Key);
        return facts.Calls.Where(call =>
            code.WorkflowAround(call.Member) is not { } workflow || SymbolEqualityComparer.Default.Equals(workflow, home));
    }

    private sealed class Visit(ClosedBody body, int index, RuleSet rules, IEnumerator<BodyCall> calls)
    {
        public ClosedBody Body { get; } = body;

        public int Index { get; } = index;

        public int Low { get; set; } = index;

        public RuleSet Rules { get; set; } = rules;

        public IEnumerator<BodyCall> Calls { get; } = calls;

        public void Join(Visit callee)
        {
            Rules = Rules.Union(callee.Rules);
            Low = Math.Min(Low, callee.Low);
        }
    }
}
