namespace Durable.Storage.Files;

/// <summary>A message on its way into an inbox.</summary>
internal sealed class InboxWrite(FileStore store, FileRun run, InboxEntry entry) : JournalWrite
{
    private readonly TaskCompletionSource<InboxOutcome> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private InboxOutcome _outcome;

    public Task<InboxOutcome> Outcome => _done.Task;

    /// <summary>Who held the run when the message arrived, and is to be told.</summary>
    public IRunOwner? Owner { get; private set; }

    public override void Apply() => (_outcome, Owner) = store.ApplyMessage(run, entry);

    public override void Complete(Exception? failure)
    {
        if (failure is null)
        {
            _done.SetResult(_outcome);
        }
        else
        {
            _done.SetException(failure);
        }
    }
}
