using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Durable;

/// <summary>Durable workflows in a program without a generic host: services, client and worker, from start to disposal.</summary>
/// <remarks>
/// Other hosted services that the configuration registers are not started. Logging goes nowhere unless the configuration adds it
/// (<c>d.Services.AddLogging(...)</c>).
/// </remarks>
public sealed class DurableHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly DurableService _service;

    private DurableHost(ServiceProvider services, DurableService service)
    {
        _services = services;
        _service = service;
        Client = services.GetRequiredService<DurableClient>();
    }

    /// <summary>Starts runs, talks to them and reads them.</summary>
    public DurableClient Client { get; }

    /// <summary>The services, generated clients included.</summary>
    public IServiceProvider Services => _services;

    /// <summary>Opens the store and starts working on its runs: those that a crash or a stop interrupted go on by themselves.</summary>
    /// <param name="configure">Says which workflows, which store and which options, and registers what workflows take in their constructors.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <returns>The running host; dispose it to stop.</returns>
    /// <exception cref="DurableException">
    /// No store, no workflow, or an option out of range (<see cref="DurableErrorCodes.OptionInvalid"/>), two workflows of the same name and version
    /// (<see cref="DurableErrorCodes.WorkflowDuplicate"/>), or what opening the store throws: locked, damaged, not accessible.
    /// </exception>
    public static async Task<DurableHost> StartAsync(Action<DurableBuilder> configure, CancellationToken cancellationToken = default)
    {
        var collection = new ServiceCollection();
        collection.AddDurable(configure);
        collection.TryAddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        collection.TryAdd(ServiceDescriptor.Singleton(typeof(ILogger<>), typeof(Logger<>)));

        var services = collection.BuildServiceProvider();
        try
        {
            var service = services.GetRequiredService<DurableService>();
            await service.StartAsync(cancellationToken).ConfigureAwait(false);
            return new DurableHost(services, service);
        }
        catch
        {
            await services.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Completes once this process has nothing to do: for jobs that start runs, carry out what there is and end.</summary>
    /// <remarks>
    /// Idle means: no run is in memory, and the store has none that this process could take on now. A run that waits for a signal, an answer or a time
    /// leaves memory after <see cref="WorkerOptions.IdleEviction"/>, and is not waited for any longer; so a retry or a sleep that is due within that time
    /// still belongs to the work, a later one does not. Runs of workflows or queues that this process does not serve, and runs that
    /// another process holds, are not waited for. What is sent or started meanwhile, by anybody, may make the process busy again at once.
    /// </remarks>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="DurableException">The host stops or has stopped (<see cref="DurableErrorCodes.HostStopped"/>), or its store failed (<see cref="DurableErrorCodes.StoreFailed"/>).</exception>
    public async Task RunUntilIdleAsync(CancellationToken cancellationToken = default)
    {
        var worker = _service.Worker ?? throw StoreHandle.Stopped();
        try
        {
            await worker.WhenIdleAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            if (worker.Failed.IsFaulted)
            {
                await worker.Failed.ConfigureAwait(false);
            }

            throw StoreHandle.Stopped();
        }
        catch (OperationCanceledException exception)
        {
            // The caller's own token, so that `when (e.CancellationToken == token)` works.
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
    }

    /// <summary>
    /// Stops: running steps get <see cref="WorkerOptions.StopTimeout"/> to finish, then everything is handed back and the store is closed.
    /// Unfinished runs go on at the next start. Stopping again does nothing.
    /// </summary>
    /// <param name="cancellationToken">Cuts the time for running steps short.</param>
    public Task StopAsync(CancellationToken cancellationToken = default) => _service.StopAsync(cancellationToken);

    /// <summary>Stops, then disposes the services.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None).ConfigureAwait(false);
        await _services.DisposeAsync().ConfigureAwait(false);
    }
}
