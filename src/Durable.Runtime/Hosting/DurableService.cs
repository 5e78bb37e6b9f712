using Durable.Execution;
using Durable.Storage;
using Microsoft.Extensions.Hosting;

namespace Durable;

/// <summary>Starts and stops everything of a host in the one right order: store before worker, worker before store.</summary>
/// <param name="store">The store, not yet open.</param>
/// <param name="createWorker">Makes the worker on the open store; null for a process that only calls.</param>
/// <param name="lifetime">Told to stop the process when the store fails, where there is a generic host; reopening needs a restart.</param>
internal sealed class DurableService(
    StoreHandle store, Func<IRunStore, Worker>? createWorker, IHostApplicationLifetime? lifetime) : IHostedService, IAsyncDisposable, IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _hurry = new();
    private Worker? _worker;
    private Task? _stop;

    /// <summary>The worker, from start to stop.</summary>
    public Worker? Worker => _worker;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await store.OpenAsync(cancellationToken).ConfigureAwait(false);
        if (createWorker is null)
        {
            return;
        }

        _worker = createWorker(store.Open);
        _worker.Start();
        if (lifetime is not null)
        {
            _ = _worker.Failed.ContinueWith(
                static (_, state) => ((IHostApplicationLifetime)state!).StopApplication(),
                lifetime,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Default);
        }
    }

    /// <summary>Stops once: who comes while it stops waits for the same end, and may hurry it.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var registration = cancellationToken.UnsafeRegister(static hurry => ((CancellationTokenSource)hurry!).Cancel(), _hurry);
        await using (registration.ConfigureAwait(false))
        {
            Task stop;
            lock (_gate)
            {
                stop = _stop ??= Task.Run(StopOnceAsync, CancellationToken.None);
            }

            await stop.ConfigureAwait(false);
        }
    }

    private async Task StopOnceAsync()
    {
        try
        {
            using var worker = Interlocked.Exchange(ref _worker, null);
            await (worker?.StopAsync(_hurry.Token) ?? Task.CompletedTask).ConfigureAwait(false);
        }
        finally
        {
            await store.DisposeAsync().ConfigureAwait(false);
        }
    }

    // A host that is disposed without having been stopped: `using var host` at the end of a program.
    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None).ConfigureAwait(false);

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();
}
