using Durable.Children;
using Durable.Execution;
using Durable.Journal;
using Durable.Storage;

namespace Durable.Schedules;

/// <summary>One run that a schedule starts, with the commit that records it.</summary>
/// <remarks>
/// Replay: <c>child</c> recorded: the run was created with that very commit, or was there already, and is not started again; <c>childEnd</c> recorded: it has ended. Crash
/// before <c>child</c>: there is no run; the start is asked for again under the same id.
/// </remarks>
internal sealed class ScheduledStart(ActiveRun run, string id, NewRun child, ReadOnlyMemory<byte> input, WorkflowDefinition workflow)
    : ChildOperation(run, id, child, input, new ChildOptions { ParentClosePolicy = ParentClosePolicy.Abandon }, workflow)
{
    private readonly TaskCompletionSource _done = new();
    private readonly TaskCompletionSource<long> _ended = new();

    /// <summary>Completes when the run is there.</summary>
    public Task Done => _done.Task;

    /// <summary>Completes with the time when the run has ended: UTC, in milliseconds since 1970.</summary>
    public Task<long> End => _ended.Task;

    protected override void Started() => _done.TrySetResult();

    // Somebody has the id: this very run, from an earlier life of the schedule. It will not tell this one of its end.
    protected override void Refuse(DurableException error)
    {
        _done.TrySetResult();
        _ended.TrySetResult(Run.Now);
    }

    protected override void Ended(ChildEndRecord record) => _ended.TrySetResult(record.EndedAt == 0 ? record.Timestamp : record.EndedAt);

    protected override void Withdrawn()
    {
        _done.TrySetCanceled();
        _ended.TrySetCanceled();
    }
}
