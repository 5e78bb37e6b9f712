namespace Durable.Tests.Harness;

/// <summary>Something may have changed: waiters look again.</summary>
internal sealed class Pulse
{
    // Long enough for a slow machine, short enough that a hanging test names itself.
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // For the few conditions whose last change beats nothing.
    private static readonly TimeSpan s_lookAgain = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Beat()
    {
        TaskCompletionSource beat;
        lock (_gate)
        {
            beat = _next;
            _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        beat.TrySetResult();
    }

    /// <summary>Completes once the condition holds.</summary>
    public async Task UntilAsync(Func<Task<bool>> condition, Func<Task<string>> describe)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            Task beat;
            lock (_gate)
            {
                beat = _next.Task;
            }

            if (await condition())
            {
                return;
            }

            if (patience.IsCancellationRequested)
            {
                throw new TimeoutException($"Waited {Patience} in vain. {await describe()}");
            }

            await Task.WhenAny(beat, Task.Delay(s_lookAgain));
        }
    }
}
