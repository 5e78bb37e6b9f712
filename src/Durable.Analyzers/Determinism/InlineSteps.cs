using System.Collections.Concurrent;
using Durable.Shared;

namespace Durable.Analyzers.Determinism;

/// <summary>Finds the inline steps in helpers outside workflow classes that ask for something durable (DUR0019).</summary>
/// <remarks>Apart from <see cref="Reach"/>, whose DUR0019 says what a body asks for where a step calls it; an inline step is in the wrong whoever calls.</remarks>
internal sealed class InlineSteps(WorkflowCode code)
{
    private readonly ConcurrentDictionary<ClosedBody, bool> _quiet = new();

    public Chain? FindChain(ClosedBody body, CancellationToken cancellationToken)
    {
        if (_quiet.ContainsKey(body))
        {
            return null;
        }

        var seen = new HashSet<ClosedBody>();
        var chain = code.Reach.FindChain(body, facts => Find(facts, cancellationToken), seen, callee => !_quiet.ContainsKey(callee), cancellationToken);
        if (chain is null)
        {
            foreach (var quiet in seen)
            {
                _quiet.TryAdd(quiet, true);
            }
        }

        return chain;
    }

    private Chain? Find(BodyFacts facts, CancellationToken cancellationToken)
    {
        if (!facts.StepSpread.IsEmpty)
        {
            return new Chain([], facts.StepSpread[0]);
        }

        foreach (var call in facts.StepCalls)
        {
            if (StepCode.TakesContext(call.Member, code.Symbols)
                && code.Reach.RulesOf(call.Target, cancellationToken).Contains(RuleIds.DurableInStep)
                && code.Reach.FindChain(call.Target, RuleIds.DurableInStep, cancellationToken) is { } chain)
            {
                return chain with { Calls = chain.Calls.Insert(0, call) };
            }
        }

        return null;
    }
}
