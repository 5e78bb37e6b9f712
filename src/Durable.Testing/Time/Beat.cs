namespace Durable.Testing;

/// <summary>Something may have changed: whoever waits looks again.</summary>
internal sealed class Beat
{
    private TaskCompletionSource? _next;

    /// <summary>Completes with the first <see cref="Tell"/> after this call. Take it before looking, so that nothing is missed in between.</summary>
    public Task Next
    {
        get
        {
            while (true)
            {
                if (Volatile.Read(ref _next) is { } next)
                {
                    return next.Task;
                }

                var made = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                if (Interlocked.CompareExchange(ref _next, made, null) is null)
                {
                    return made.Task;
                }
            }
        }
    }

    public void Tell() => Interlocked.Exchange(ref _next, null)?.TrySetResult();
}
