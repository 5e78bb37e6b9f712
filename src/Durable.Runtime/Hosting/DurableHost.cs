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
