namespace Durable.Tests.Hosting;

/// <summary>What the steps of the hosting tests use; a test can make it hold its breath.</summary>
public sealed class Voice
{
    private readonly TaskCompletionSource _speaking = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _said;

    /// <summary>Completes when something is being said.</summary>
    public Task Speaking => _speaking.Task;

    /// <summary>What <see cref="SayAsync"/> waits for before it answers.</summary>
    public Task Breath { get; set; } = Task.CompletedTask;

    public int Said => Volatile.Read(ref _said);

    public async Task<string> SayAsync(string text)
    {
        Interlocked.Increment(ref _said);
        _speaking.TrySetResult();
        await Breath;
        return text;
    }
}
