using Durable.Steps;

namespace Durable.Execution;

/// <summary>
/// Limits of how many attempts run at once in this process, by queue and by step or key, in front of the worker's own (<see cref="StepGate"/>). An attempt takes all of its limits
/// at once or none, so that no two can wait for each other.
/// </summary>
/// <param name="gate">The worker's own limit.</param>
/// <param name="byQueue">The most attempts of the runs of a queue; queues that are not here have no limit of their own.</param>
internal sealed class StepLimits(StepGate gate, IReadOnlyDictionary<string, int> byQueue)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, NamedLimit> _limits = new(StringComparer.Ordinal);

    /// <summary>Starts the attempt on a pool thread, now or when its limits allow.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="queue">The queue of its run.</param>
    /// <param name="name">What its own limit is called; null for none.</param>
    /// <param name="max">The most attempts of that name.</param>
    /// <param name="cancellationToken">The attempt's: cancelled, it waits no longer, and starts only to find that out.</param>
    public void Enter(AttemptedOperation attempt, string queue, string? name, int max, CancellationToken cancellationToken)
    {
        var isQueueLimited = byQueue.TryGetValue(queue, out var queueMax);
        if (!isQueueLimited && name is null)
        {
            gate.Enter(attempt);
            return;
        }

        var hold = new LimitHold(attempt);
        bool isTaken;
        lock (_lock)
        {
            if (isQueueLimited)
            {
                hold.Limits.Add(Limit("queue " + queue, queueMax));
            }

            if (name is not null)
            {
                hold.Limits.Add(Limit("step " + name, max));
            }

            hold.Limits.ForEach(static limit => limit.Users++);
            attempt.Hold = hold;
            isTaken = TryTake(hold);
        }

        if (isTaken)
        {
            gate.Enter(attempt);
        }
        else
        {
            hold.Registration = cancellationToken.UnsafeRegister(static (state, _) => ((Action)state!)(), () => GiveUp(hold));
        }
    }

    /// <summary>The attempt is over.</summary>
    public void Leave(AttemptedOperation attempt)
    {
        gate.Leave();
        if (attempt.Hold is not { } hold)
        {
            return;
        }

        attempt.Hold = null;
        hold.Registration.Dispose();
        List<LimitHold>? next = null;
        lock (_lock)
        {
            foreach (var limit in hold.Limits)
            {
                limit.Users--;
                if (hold.State == HoldState.Taken)
                {
                    limit.Running--;
                    TakeNext(limit, ref next);
                }

                Forget(limit);
            }
        }

        next?.ForEach(started => gate.Enter(started.Attempt));
    }

    private NamedLimit Limit(string name, int max)
    {
        if (!_limits.TryGetValue(name, out var limit))
        {
            _limits.Add(name, limit = new NamedLimit(name));
        }

        // The newest definition of a step counts.
        limit.Max = max;
        return limit;
    }

    // Keys come and go without end.
    private void Forget(NamedLimit limit)
    {
        if (limit.Users == 0)
        {
            _limits.Remove(limit.Name);
        }
    }

    /// <summary>Takes all limits, or waits for the first one that is full.</summary>
    private static bool TryTake(LimitHold hold)
    {
        foreach (var limit in hold.Limits)
        {
            if (limit.Running >= limit.Max)
            {
                limit.Waiting.Enqueue(hold);
                return false;
            }
        }

        hold.State = HoldState.Taken;
        hold.Limits.ForEach(static limit => limit.Running++);
        return true;
    }

    private static void TakeNext(NamedLimit limit, ref List<LimitHold>? taken)
    {
        while (limit.Running < limit.Max && limit.Waiting.TryDequeue(out var hold))
        {
            if (hold.State == HoldState.Waiting && TryTake(hold))
            {
                (taken ??= []).Add(hold);
            }
        }
    }

    private void GiveUp(LimitHold hold)
    {
        lock (_lock)
        {
            if (hold.State != HoldState.Waiting)
            {
                return;
            }

            // Whoever takes it from the queue leaves it out.
            hold.State = HoldState.GivenUp;
        }

        gate.Enter(hold.Attempt);
    }
}
