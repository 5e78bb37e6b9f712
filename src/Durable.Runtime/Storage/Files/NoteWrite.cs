namespace Durable.Storage.Files;

/// <summary>A line about the store itself on its way; it changes no run.</summary>
internal sealed class NoteWrite : JournalWrite
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public NoteWrite(LineBuffer line) => Line = line;

    public Task Written => _done.Task;

    public override void Apply()
    {
    }

    public override void Complete(Exception? failure)
    {
        if (failure is null)
        {
            _done.SetResult();
        }
        else
        {
            _done.SetException(failure);

            // Not every note has somebody who waits for it; the store's failure reaches all others.
            _ = _done.Task.Exception;
        }
    }
}
