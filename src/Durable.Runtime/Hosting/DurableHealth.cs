namespace Durable;

/// <summary>Tells whether this process can work on runs, or call them where it has no worker: for health checks. Resolve it from the services that <c>AddDurable</c> filled; thread-safe.</summary>
public sealed class DurableHealth
{
    private readonly DurableService _service;
    private readonly StoreHandle _store;

    internal DurableHealth(DurableService service, StoreHandle store)
    {
        _service = service;
        _store = store;
    }

    /// <summary>Looks at the worker. Touches neither disk nor network, so it may be asked as often as one likes.</summary>
    public DurableHealthReport Check() => _service.Worker switch
    {
        null when _store.Closing.IsCancellationRequested => new DurableHealthReport(false, "The host is stopping or has stopped."),
        null when _store.IsOpen => new DurableHealthReport(true, "The store is open; this process calls runs and works on none."),
        null => new DurableHealthReport(false, "The host has not been started."),
        { Failed: { IsFaulted: true, Exception: { } failure } } worker =>
            new DurableHealthReport(false, "The worker stopped because the store failed; what was acknowledged is kept. Restart the process once the cause is mended.")
            {
                Failure = failure.InnerException,
                WorkerId = worker.WorkerId,
            },
        { } worker => new DurableHealthReport(true, "The worker is working.") { ActiveRuns = worker.RunsInMemory, WorkerId = worker.WorkerId },
    };
}
