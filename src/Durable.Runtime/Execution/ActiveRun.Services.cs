namespace Durable.Execution;

/// <summary>
/// The services that the workflow's constructor was given: of one scope for each time in memory, which lives as long as anybody may use them. That is the run, and each attempt of its steps: one
/// that is cut off still has to tidy up, and one that was abandoned goes on by itself.
/// </summary>
internal sealed partial class ActiveRun
{
    // The run itself is the first.
    private int _usersOfServices = 1;

    /// <summary>One more may use the services.</summary>
    public void KeepServices() => Interlocked.Increment(ref _usersOfServices);

    /// <summary>One of those does no more; the last one disposes them. Called on any thread.</summary>
    public void LetGoOfServices()
    {
        if (Interlocked.Decrement(ref _usersOfServices) == 0)
        {
            _ = DisposeScopeAsync();
        }
    }

    private async Task DisposeScopeAsync()
    {
        try
        {
            if (_scope is { } scope)
            {
                await scope.DisposeAsync().ConfigureAwait(false);
            }
        }
#pragma warning disable CA1031 // an author's Dispose must not take the worker down
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.DisposeFailed(Services.RunLogger, exception, RunId);
        }
    }
}
