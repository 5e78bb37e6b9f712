using System.Collections.Concurrent;
using Durable.Storage;
using Durable.Telemetry;
using Durable.Tenants;
using Microsoft.Extensions.Logging;

namespace Durable.Execution;

/// <summary>Claims runs, keeps them going, and gives them back: one per process.</summary>
internal sealed partial class Worker : IRunOwner, IDisposable
{
    // A suspect that has neither progressed nor ended after this time alone did not kill its worker.
    private static readonly TimeSpan s_timeAlone = TimeSpan.FromSeconds(30);

    // For so long nothing else is taken on when a suspect waits for the others to leave memory; then, if they have not, the worker goes on as if there were none.
    private static readonly TimeSpan s_givingWay = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_goingOn = TimeSpan.FromMinutes(1);

    private const int LargestClaim = 256;

    private readonly WorkerServices _services;
    private readonly WorkerOptions _options;
    private readonly WorkflowRegistry _registry;
    private readonly ClaimRequest _request;
    private readonly ILogger _logger;
    private readonly ActiveRuns _runs;

    // Runs the store told about before the claim that took them had returned.
    private readonly ConcurrentDictionary<string, bool> _toldEarly = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _stopped = new();
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();

    private Task _claiming = Task.CompletedTask;
    private Task _renewing = Task.CompletedTask;
    private Task _sweeping = Task.CompletedTask;

    // Complete when there may be something to claim, and a suspect. Kept until they do: there hardly ever is a suspect.
    private Task _work = Task.CompletedTask;
    private Task _suspect = Task.CompletedTask;
    private DateTimeOffset _givesWayFrom;

    public Worker(WorkerServices services, WorkerOptions options, WorkflowRegistry registry)
    {
        _services = services;
        _options = options;
        _registry = registry;
        _runs = services.Runs;
        _logger = services.Loggers.CreateLogger("Durable.Worker");
        _request = new ClaimRequest
        {
            Owner = this,
            Queues = options.QueuesFor(registry.All),
            Workflows = registry.Claimable.Select(definition => (definition.Name, definition.Version)).ToHashSet(),
            Max = LargestClaim,
            LeaseDuration = options.LeaseDuration,
        };
    }

    public string WorkerId => _services.WorkerId;

    public int RunsInMemory => _runs.Count;

    /// <summary>Completes with the store's failure when the worker can no longer work; otherwise never.</summary>
    public Task Failed => _failed.Task;

    /// <summary>Starts claiming. The store is open.</summary>
    public void Start()
    {
        RunMetrics.Add(_runs);
        _claiming = Task.Run(ClaimAsync);
        _renewing = Task.Run(RenewAsync);
        _sweeping = Task.Run(() => RetentionSweep.RunAsync(_services, _logger, _stopping.Token));
    }

    public void InboxChanged(string runId)
    {
        if (!_runs.TryGetValue(runId, out var run))
        {
            _toldEarly[runId] = true;

            // Taken on in between, by a thread that looked before the line above?
            _runs.TryGetValue(runId, out run);
        }

        run?.InboxChanged();
    }

    public bool InboxChanging(string runId)
    {
        if (!_runs.TryGetValue(runId, out var run))
        {
            return false;
        }

        run.InboxChanging();
        return true;
    }

    /// <summary>Claims nothing more, lets running steps finish for <see cref="WorkerOptions.StopTimeout"/>, and gives every lease back.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _claiming.ConfigureAwait(false);
        foreach (var run in _runs.Values)
        {
            run.Stop();
        }

        using var timeout = new CancellationTokenSource(_options.StopTimeout, _services.Time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        if (!await AllClosedAsync(limit.Token).ConfigureAwait(false))
        {
            Log.StopTimedOut(_logger, _runs.Count, _options.StopTimeout);
            foreach (var run in _runs.Values)
            {
                run.Abandon();
            }

            await AllClosedAsync(CancellationToken.None).ConfigureAwait(false);
        }

        // Not before: what a step does in its last seconds must not meet another owner.
        await _stopped.CancelAsync().ConfigureAwait(false);
        await _renewing.ConfigureAwait(false);
        await _sweeping.ConfigureAwait(false);
    }

    public void Dispose()
    {
        RunMetrics.Remove(_runs);
        _stopping.Dispose();
        _stopped.Dispose();
    }

    private async Task ClaimAsync()
    {
        try
        {
            while (!_stopping.IsCancellationRequested)
            {
                if (_suspect.IsCompleted && await GiveWayAsync().ConfigureAwait(false))
                {
                    if (await ClaimSuspectAsync().ConfigureAwait(false))
                    {
                        continue;
                    }

                    WaitForSuspect();
                }

                var room = _options.MaxConcurrentRuns - _runs.Count;
                if (room <= 0)
                {
                    await RestAsync(RunClosedAsync(() => _runs.Count < _options.MaxConcurrentRuns, _stopping.Token)).ConfigureAwait(false);
                    continue;
                }

                _toldEarly.Clear();
                var claimed = await _services.Store
                    .ClaimAsync(room < LargestClaim ? _request with { Max = room } : _request, _stopping.Token).ConfigureAwait(false);
                foreach (var run in claimed)
                {
                    TakeOn(run).Activate();
                }

                NoteClaim(claimed.Count);
                if (claimed.Count == 0)
                {
                    await RestAsync(WaitForWorkAsync()).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Stopping is the only way out of the loop that is no failure.
        }
#pragma warning disable CA1031 // whatever ends the claiming is the worker's failure, and told to whoever watches it
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Fail(exception);
        }

        // Either ends with the stopping, or with the store's failure.
        await Task.WhenAll(_work, _suspect).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Completes when there may be something to claim, or a suspect and nothing beside it.</summary>
    private async Task WaitForWorkAsync()
    {
        if (_suspect.IsCompleted)
        {
            WaitForSuspect();
        }

        if (_work.IsCompleted)
        {
            _work = _services.Store.WaitForClaimableAsync(_request, _stopping.Token).AsTask();
        }

        var other = _suspect.IsCompleted ? RunClosedAsync(() => _runs.IsEmpty, _stopping.Token) : _suspect;
        await (await Task.WhenAny(_work, other, Nudged()).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private void WaitForSuspect() =>
        _suspect = _services.Store.WaitForClaimableAsync(_request with { Suspects = true }, _stopping.Token).AsTask();

    /// <summary>Lets the runs in memory leave it, for there may be a suspect, which has to be alone; false when they take too long.</summary>
    private async Task<bool> GiveWayAsync()
    {
        if (_runs.IsEmpty)
        {
            return true;
        }

        if (_services.Time.GetUtcNow() < _givesWayFrom)
        {
            return false;
        }

        using var patience = new CancellationTokenSource(s_givingWay, _services.Time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _stopping.Token);
        await RestAsync(RunClosedAsync(() => _runs.IsEmpty, limit.Token)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Token.ThrowIfCancellationRequested();
        _givesWayFrom = _services.Time.GetUtcNow() + s_goingOn;
        return _runs.IsEmpty;
    }

    /// <summary>Waits with the claiming at rest, and tells so.</summary>
    private async Task RestAsync(Task until)
    {
        _claimRests = true;
        Rests.Tell();
        try
        {
            await until.ConfigureAwait(false);
        }
        finally
        {
            _claimRests = false;
        }
    }

    /// <summary>Runs one suspect with nothing beside it; true when there was one.</summary>
    private async Task<bool> ClaimSuspectAsync()
    {
        _toldEarly.Clear();
        var claimed = await _services.Store
            .ClaimAsync(_request with { Suspects = true, Max = 1 }, _stopping.Token).ConfigureAwait(false);
        if (claimed.Count == 0)
        {
            return false;
        }

        NoteClaim(claimed.Count);
        Log.RunSuspected(_logger, claimed[0].Run.RunId, claimed[0].Deaths);
        var cleared = TakeOn(claimed[0]).ActivateAlone();
        using var timeAlone = new CancellationTokenSource(s_timeAlone, _services.Time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timeAlone.Token, _stopping.Token);
        await cleared.WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return true;
    }

    private ActiveRun TakeOn(ClaimedRun claimed)
    {
        if (_registry.Find(claimed.Run.Workflow, claimed.Run.Version) is not { } definition)
        {
            // The store was asked only for workflows of this registry.
            throw new InvalidOperationException($"The store handed out run '{claimed.Run.RunId}' of a workflow this worker does not know.");
        }

        var run = Create(claimed, definition);
        if (_runs.TryGetValue(run.Lease.RunId, out var previous))
        {
            // Its lease ran out unnoticed, and we are the ones who took the run over: from here on renewals speak of the new lease only.
            previous.LeaseLost();
        }

        _runs[run.Lease.RunId] = run;
        if (_toldEarly.TryRemove(run.Lease.RunId, out _))
        {
            run.InboxChanged();
        }

        return run;
    }

    /// <summary>A run of a tenant sees nothing of the store but the tenant's part.</summary>
    private ActiveRun Create(ClaimedRun claimed, WorkflowDefinition definition)
    {
        if (RunKey.TenantOf(claimed.Run.RunId) is not { } tenant)
        {
            return new ActiveRun(_services, claimed, definition, OnClosed);
        }

        var store = new TenantStore(_services.Store, RunKey.SpaceOfTenant(tenant), isStrict: false);
        return new ActiveRun(_services with { Store = store }, claimed with { Run = store.Outside(claimed.Run) }, definition, OnClosed);
    }

    private void Fail(Exception exception)
    {
        if (_failed.TrySetException(exception))
        {
            // Observed here, whether or not somebody watches.
            _ = _failed.Task.Exception;
            Log.WorkerFailed(_logger, exception, WorkerId);
            _ = _stopping.CancelAsync();
        }
    }

    private async Task RenewAsync()
    {
        using var timer = new PeriodicTimer(_options.LeaseDuration / 3, _services.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopped.Token).ConfigureAwait(false))
            {
                await RenewOnceAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_stopped.IsCancellationRequested)
        {
            // Every lease was given back.
        }
#pragma warning disable CA1031 // without leases the worker cannot work
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Fail(exception);
        }
    }

    private async Task RenewOnceAsync()
    {
        var leases = _runs.Values.Select(run => run.Lease).ToList();
        if (leases.Count == 0)
        {
            return;
        }

        foreach (var lost in await _services.Store.RenewAsync(leases, _options.LeaseDuration, _stopped.Token).ConfigureAwait(false))
        {
            if (_runs.TryGetValue(lost.RunId, out var run) && run.Lease == lost)
            {
                run.LeaseLost();
            }
        }
    }
}
