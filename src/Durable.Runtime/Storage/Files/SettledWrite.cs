namespace Durable.Storage.Files;

/// <summary>A line about a run that nobody works on, on its way; others who want to change the same run wait for it.</summary>
/// <param name="apply">Takes the line into the index, with the index's gate held.</param>
internal sealed class SettledWrite(Action<LineLocation> apply) : JournalWrite
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Written => _done.Task;

    public override void Apply() => apply(Location);

    public override void Complete(Exception? failure)
    {
        if (failure is null)
        {
            _done.SetResult();
        }
        else
        {
            _done.SetException(failure);
        }
    }
}
