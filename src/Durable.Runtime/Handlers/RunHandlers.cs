using Durable.Execution;
using Durable.Journal;

namespace Durable.Handlers;

/// <summary>The handlers of one run that are under way: branches of the body that messages started.</summary>
/// <remarks>
/// Replay: <c>signal</c> and <c>update</c> records start their handlers again, and what those ask for meets its own records. <c>updateEnd</c> recorded: the
/// handler must be over by then. Crash before <c>updateEnd</c>: the handler, over again after replay, has its outcome recorded then. A handler that is not over when the run continues as new is abandoned, with an outcome that says so: begun again in
/// the next generation it would do again what it had done already.
/// </remarks>
internal sealed class RunHandlers(ActiveRun run)
{
    private readonly List<Task> _signals = [];
    private readonly List<UpdateCall> _updates = [];

    public void AddSignal(Task handling) => _signals.Add(handling);

    public void AddUpdate(UpdateCall call) => _updates.Add(call);

    /// <summary>Records outcomes of updates that are over, in the order in which those were asked for; on replay the journal may hold them already.</summary>
    public void RecordOutcomes()
    {
        if (run.IsReplaying)
        {
            return;
        }

        foreach (var call in _updates)
        {
            if (call is { IsOver: true, IsAppended: false })
            {
                call.IsAppended = true;
                run.Append(call.Outcome());
            }
        }
    }

    /// <summary>Records of updates that are not over that they never will be: their generation ends, and what they did stays with it.</summary>
    public void AbandonUpdates()
    {
        foreach (var call in _updates)
        {
            if (!call.IsAppended)
            {
                call.IsAppended = true;
                run.Append(call.Abandoned());
            }
        }
    }

    /// <summary>What the first signal handler that failed threw, or null.</summary>
    public Exception? TakeFailure()
    {
        Exception? failure = null;
        foreach (var handling in _signals)
        {
            if (handling.IsCompleted && !handling.IsCompletedSuccessfully)
            {
                failure ??= handling.Exception?.InnerException ?? new OperationCanceledException("A signal handler was cancelled.");
            }
        }

        _signals.RemoveAll(static handling => handling.IsCompleted);
        return failure;
    }

    /// <summary>False when no handler that is over has this outcome.</summary>
    public bool Finish(UpdateEndRecord outcome)
    {
        var index = _updates.FindIndex(call => (call.IsOver || UpdateCall.IsAbandoned(outcome)) && call.IsOf(outcome));
        if (index >= 0)
        {
            _updates.RemoveAt(index);
        }

        return index >= 0;
    }
}
