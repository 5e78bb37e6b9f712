using System.Collections.Concurrent;

namespace Durable.Analyzers.Determinism;

/// <summary>Which uses of the context a helper outside workflow classes leads to, through all that it hands a context on to.</summary>
internal sealed class ContextReach(WorkflowCode code)
{
    private readonly ConcurrentDictionary<ClosedBody, bool> _quiet = new();

    public IEnumerable<(string Way, ContextUse Use)> From(ClosedBody body, CancellationToken cancellationToken)
    {
        var found = new List<(string Way, ContextUse Use)>();
        var seen = new HashSet<ClosedBody> { body };
        var open = new Queue<(ClosedBody Body, string Way)>();
        open.Enqueue((body, MemberName.Of(body.Key)));
        while (open.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (current, way) = open.Dequeue();
            if (_quiet.ContainsKey(current))
            {
                continue;
            }

            var facts = code.Bodies.FactsOf(current, cancellationToken);
            found.AddRange(facts.ContextUses.Select(use => (way, use)));
            foreach (var call in facts.Calls.Concat(facts.StepCalls))
            {
                if (ContextUses.AreIn(call.Member, code.Symbols) && code.WorkflowAround(call.Member) is null && seen.Add(call.Target))
                {
                    open.Enqueue((call.Target, $"{way} → {MemberName.Of(call.Member)}"));
                }
            }
        }

        if (found.Count == 0)
        {
            foreach (var quiet in seen)
            {
                _quiet.TryAdd(quiet, true);
            }
        }

        return found;
    }
}
