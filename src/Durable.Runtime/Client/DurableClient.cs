using Durable.Execution;
using Durable.Handlers;
using Durable.Serialization;
using Durable.Storage;
using Durable.Tenants;

namespace Durable;

/// <summary>Starts runs, talks to them and reads them, whatever their workflow. Thread-safe; one per process.</summary>
/// <remarks>
/// Resolve it from the services that <c>AddDurable</c> filled, or take <see cref="DurableHost.Client"/>. Every member throws
/// <see cref="DurableException"/> with <see cref="DurableErrorCodes.HostNotStarted"/> before the host has started and with
/// <see cref="DurableErrorCodes.HostStopped"/> once it stops.
/// </remarks>
public sealed partial class DurableClient
{
    private readonly TenantHandle _store;
    private readonly WorkflowRegistry _workflows;
    private readonly PayloadSerializer _payloads;
    private readonly TimeProvider _time;
    private readonly RunReader _reader;
    private readonly UpdateOutcomes _updates;
    private readonly bool _isOfTasks;
    private readonly ActiveRuns _runs;

    internal DurableClient(
        StoreHandle store, WorkflowRegistry workflows, PayloadSerializer payloads, TimeProvider time, RunReader reader, UpdateOutcomes updates, ActiveRuns runs)
    {
        _store = new TenantHandle(store, RunKey.SpaceOfTenant(null));
        _workflows = workflows;
        _payloads = payloads;
        _time = time;
        _reader = reader.In(_store);
        _updates = updates;
        _runs = runs;
    }

    private DurableClient(DurableClient host, string tenant)
    {
        Tenant = tenant;
        _store = host._store.In(RunKey.SpaceOfTenant(tenant));
        _workflows = host._workflows;
        _payloads = host._payloads;
        _time = host._time;
        _reader = host._reader.In(_store);
        _updates = host._updates;
        _runs = host._runs;
    }

    /// <summary>The same, for the engine's runs that carry out steps of this client's runs.</summary>
    private DurableClient(DurableClient runs)
    {
        Tenant = runs.Tenant;
        _store = runs._store.In(RunKey.SpaceOfTenant(runs.Tenant) + RunKey.TaskPrefix);
        _workflows = runs._workflows;
        _payloads = runs._payloads;
        _time = runs._time;
        _reader = runs._reader.In(_store);
        _updates = runs._updates;
        _runs = runs._runs;
        _isOfTasks = true;
    }

    private async ValueTask<RunRow> FindAsync(string runId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(runId);
        return await _store.Open.FindAsync(runId, cancellationToken).ConfigureAwait(false) ?? throw NotFound(runId);
    }

    // Journals keep whole milliseconds, so a row and its first record agree on the time.
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(_time.GetUtcNow().ToUnixTimeMilliseconds());

    private static void CheckWorkflow(RunRow run, WorkflowDefinition expected) => CheckWorkflow(run.RunId, run.Workflow, expected);

    private static void CheckWorkflow(string runId, string workflow, WorkflowDefinition expected)
    {
        if (workflow != expected.Name)
        {
            throw new DurableException(
                DurableErrorCodes.WorkflowMismatch,
                $"The run '{runId}' belongs to the workflow '{workflow}', not to '{expected.Name}'.",
                "Use the client of that workflow, or another run id.",
                runId);
        }
    }

    private static DurableException NotFound(string runId) => new(
        DurableErrorCodes.RunNotFound,
        $"There is no run '{runId}'.",
        "Check the id; a run that was deleted is gone, too.",
        runId);
}
