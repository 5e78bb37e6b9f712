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
    private Worker? _worker;

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

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _worker, null) is { } worker)
        {
            await worker.StopAsync(cancellationToken).ConfigureAwait(false);
            worker.Dispose();
        }

        await store.DisposeAsync().ConfigureAwait(false);
    }

    // A host that is disposed without having been stopped: `using var host` at the end of a program.
    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None).ConfigureAwait(false);

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();
}
