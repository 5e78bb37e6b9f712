namespace Durable.Storage.Files;

/// <summary>The creation of a run on its way; others who create the same id meanwhile wait for it.</summary>
internal sealed class CreateWrite(FileStore store, NewRun run) : JournalWrite
{
    private readonly TaskCompletionSource<RunRow> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RunRow? _row;

    public Task<RunRow> Created => _done.Task;

    public override void Apply() => _row = store.ApplyCreation(run, Location);

    public override void Complete(Exception? failure)
    {
        if (failure is null)
        {
            _done.SetResult(_row!);
        }
        else
        {
            _done.SetException(failure);
        }
    }
}
