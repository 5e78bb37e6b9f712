namespace Durable.Storage.Files;

/// <summary>A message on its way into an inbox.</summary>
internal sealed class InboxWrite(FileStore store, FileRun run, InboxEntry entry) : JournalWrite
{
    private readonly TaskCompletionSource<InboxOutcome> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private InboxOutcome _outcome;

    // Who held the run when the message arrived, and is to be told.
    private IRunOwner? _owner;

    public InboxEntry Entry => entry;

    public Task<InboxOutcome> Outcome => _done.Task;

    /// <summary>Who held the run when the message was numbered, before its line was written; null if it gets its number when it is durable.</summary>
    public LeaseHold? Holder { get; set; }

    /// <summary>The holder was told when the message was numbered.</summary>
    public bool HolderKnows { get; set; }

    public override void Apply()
    {
        _outcome = store.ApplyMessage(run, entry, isExpected: Holder is not null);
        _owner = _outcome == InboxOutcome.Stored && (run.Lease != Holder || !HolderKnows) ? run.Lease?.Owner : null;
    }

    public override void Complete(Exception? failure)
    {
        if (failure is null)
        {
            // Before the sender hears of it, and without waiting for a thread of the pool: the run's next commit goes with the next flush.
            _owner?.InboxChanged(run.Id);
            _done.SetResult(_outcome);
        }
        else
        {
            _done.SetException(failure);
        }
    }
}
