namespace Durable.Storage.Files;

/// <summary>A message on its way into an inbox.</summary>
internal sealed class InboxWrite(FileStore store, FileRun run, InboxEntry entry) : JournalWrite
{
    private readonly TaskCompletionSource<InboxOutcome> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private InboxOutcome _outcome;

    // Who held the run when the message arrived, and is to be told.
    private IRunOwner? _owner;

    public Task<InboxOutcome> Outcome => _done.Task;

    public override void Apply() => (_outcome, _owner) = store.ApplyMessage(run, entry);

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
