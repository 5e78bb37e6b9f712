using Microsoft.Extensions.Hosting;

namespace Durable;

/// <summary>Starts and stops everything of a host in the one right order: store before worker, worker before store.</summary>
internal sealed class DurableService(StoreHandle store) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken) => await store.OpenAsync(cancellationToken).ConfigureAwait(false);

    public async Task StopAsync(CancellationToken cancellationToken) => await store.DisposeAsync().ConfigureAwait(false);
}
