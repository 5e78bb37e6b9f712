using Durable.Execution;
using Durable.Steps;
using Durable.Storage.InMemory;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Testing;

/// <summary>
/// Durable workflows inside a test: the real engine on a store in memory and a clock that skips time, so that a sleep of 30 days takes no time at all.
/// Each host stands for itself, so tests may run side by side.
/// </summary>
/// <remarks>
/// <para>
/// While somebody waits for a run's end (<c>ResultAsync</c>) and nothing is left to do but to wait for the clock, the clock jumps to the next timer. At all other times it
/// stands still, so a test can send a signal at leisure before the wait for it times out. Steps that run hold the clock; <see cref="AdvanceAsync"/> moves it all the same.
/// </para>
/// <para>Runs stay in memory until they end, unless <see cref="WorkerOptions.IdleEviction"/> is set; zero makes every wait a replay.</para>
/// </remarks>
public sealed class DurableTestHost : IAsyncDisposable
{
    private readonly DurableHost _host;
    private readonly TestHostOptions _options;
    private readonly StepFakes _fakes;
    private readonly Beat _beat;
    private readonly WatchedStore _store;
    private readonly Worker _worker;
    private readonly SeededStore? _seededStore;
    private readonly SeededSchedule? _schedule;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _skipping;

    private DurableTestHost(
        DurableHost host, TestHostOptions options, VirtualClock clock, StepFakes fakes, Beat beat, WatchedStore store, SeededGate? gate, SeededStore? seededStore)
    {
        _host = host;
        _options = options;
        _fakes = fakes;
        _beat = beat;
        _store = store;
        _seededStore = seededStore;
        Clock = clock;
        _schedule = options.Seed is { } seed ? new SeededSchedule(seed, gate!, seededStore!, clock) : null;
        _worker = host.Services.GetRequiredService<DurableService>().Worker!;
        _worker.Rests.Rested += beat.Tell;
        clock.TimerSet += beat.Tell;
        _skipping = Task.Run(SkipAsync);
    }

    /// <summary>The clock of the engine, and of every service that takes a <see cref="TimeProvider"/>.</summary>
    public VirtualClock Clock { get; }

    /// <summary>Starts runs, talks to them and reads them.</summary>
    public DurableClient Client => _host.Client;

    /// <summary>The services, generated clients included.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>Starts a host.</summary>
    /// <param name="configure">Which workflows, and the services they take. A store chosen here is used instead of the one in memory; one that only this process opens.</param>
    /// <param name="options">How the host behaves; null for the defaults.</param>
    /// <returns>The running host; dispose it to stop. Steps that still run then are abandoned.</returns>
    /// <exception cref="DurableException">As for <see cref="DurableHost.StartAsync"/>.</exception>
    public static async Task<DurableTestHost> StartAsync(Action<DurableBuilder> configure, TestHostOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(configure);
        options ??= new TestHostOptions();
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.StallTimeout, TimeSpan.Zero, nameof(options));
        var clock = options.Start is { } start ? new VirtualClock(start) : new VirtualClock();
        var fakes = new StepFakes();
        var beat = new Beat();
        var gate = options.Seed is null ? null : new SeededGate();
        SeededStore? seeded = null;
        WatchedStore? watched = null;
        var host = await DurableHost.StartAsync(builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(clock);
            builder.Services.AddSingleton<StepInterceptor>(fakes);
            builder.UseStore(_ => new InMemoryStore(clock, leasesExpire: false));
            builder.ConfigureWorker(worker =>
            {
                worker.IdleEviction = WorkerOptions.NoEviction;
                worker.MaxConcurrentRuns = WorkerOptions.LargestConcurrency;
                worker.LeaseDuration = WorkerOptions.Longest;
            });
            configure(builder);

            // Runs that keep their place in memory for ever would let no others in.
            builder.Services.PostConfigure<WorkerOptions>(worker =>
                worker.IdleEviction = worker.MaxConcurrentRuns < WorkerOptions.LargestConcurrency && worker.IdleEviction == WorkerOptions.NoEviction
                    ? WorkerOptions.DefaultIdleEviction
                    : worker.IdleEviction);
            if (gate is not null)
            {
                builder.Services.AddSingleton<StepGate>(gate);
            }

            var factory = builder.StoreFactory!;
            builder.UseStore(services =>
            {
                var store = factory(services);
                watched = new WatchedStore(gate is null ? store : seeded = new SeededStore(store), beat);
                return watched;
            });
        }).ConfigureAwait(false);
        return new DurableTestHost(host, options, clock, fakes, beat, watched!, gate, seeded);
    }

    /// <summary>The fakes of a workflow's steps.</summary>
    /// <typeparam name="TWorkflow">The workflow class.</typeparam>
    public WorkflowFakes Fake<TWorkflow>()
        where TWorkflow : class, IWorkflow<TWorkflow> => new(TWorkflow.Definition, _fakes);

    /// <summary>
    /// Moves the clock. Everything that becomes due on the way happens at its time, and has been carried out on return, as far as it waits for
    /// nothing but the clock. Steps that are running are not waited for: they may be waiting for this clock themselves.
    /// </summary>
    /// <param name="by">Zero or more.</param>
    /// <param name="cancellationToken">Gives up on the way.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="by"/> is negative.</exception>
    public async Task AdvanceAsync(TimeSpan by, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var target = Clock.GetUtcNow() + by;
            while (true)
            {
                await RestAsync(static rest => !rest.AwaitsStore, cancellationToken).ConfigureAwait(false);
                if (Clock.NextTimer is not { } next || next > target)
                {
                    break;
                }

                Clock.AdvanceTo(next);
            }

            Clock.AdvanceTo(target);
            await RestAsync(static rest => !rest.AwaitsStore, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Completes once nothing is left to do but to wait: for the clock, for a signal, for an answer. The clock stands still meanwhile.</summary>
    /// <param name="cancellationToken">Gives up waiting, as for a step that never ends.</param>
    public async Task SettleAsync(CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await RestAsync(static rest => rest is { Attempts: 0, AwaitsStore: false }, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Stops the host. Steps that still run are abandoned.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _skipping.ConfigureAwait(false);
        _seededStore?.Open();
        _worker.Rests.Rested -= _beat.Tell;
        Clock.TimerSet -= _beat.Tell;

        // A step that a failing test left hanging must not hang the test too.
        await _host.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        await _host.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
        _turn.Dispose();
    }

    private async Task RestAsync(Func<RunRest, bool> isEnough, CancellationToken cancellationToken)
    {
        while (true)
        {
            var next = _beat.Next;
            if (Look() is { } rest)
            {
                if (_schedule?.TryGoOn(rest, mayAdvance: false) == true)
                {
                    continue;
                }

                if (isEnough(rest))
                {
                    return;
                }
            }

            var first = await Task.WhenAny(next, _worker.Failed).WaitAsync(cancellationToken).ConfigureAwait(false);
            await first.ConfigureAwait(false);
        }
    }

    /// <summary>What the runs have under way; null while something is being handled or could be claimed.</summary>
    private RunRest? Look() =>
        IsStill() && _worker.Look() is { } rest && IsStill() ? rest : null;

    private bool IsStill() => !_store.IsBusy && (_worker.IsFull || !_store.HasClaimable(_worker.Claims));

    private async Task SkipAsync()
    {
        try
        {
            while (!_stopping.IsCancellationRequested)
            {
                var next = _beat.Next;
                switch (await TrySkipAsync().ConfigureAwait(false))
                {
                    case Skip.Done:
                        break;
                    case Skip.NothingToWaitFor when _options.SkipsTime:
                        await WaitOrStallAsync(next).ConfigureAwait(false);
                        break;
                    default:
                        await next.WaitAsync(_stopping.Token).ConfigureAwait(false);
                        break;
                }
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The host is disposed.
        }
#pragma warning disable CA1031 // whatever goes wrong here is told to who waits for a run, and would otherwise make that wait endless
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _store.Stall(exception);
        }
    }

    private async Task<Skip> TrySkipAsync()
    {
        await _turn.WaitAsync(_stopping.Token).ConfigureAwait(false);
        try
        {
            // The cheap question first: most of the time nobody waits yet, or there is nothing to draw from.
            if ((!(_options.SkipsTime && _store.IsAwaited) && _schedule?.HasChoice != true) || Look() is not { } rest)
            {
                return Skip.NotNow;
            }

            var mayAdvance = _options.SkipsTime && await _store.FindAwaitedAsync().ConfigureAwait(false) is not null;
            if (_schedule?.TryGoOn(rest, mayAdvance) == true)
            {
                return Skip.Done;
            }

            if (!mayAdvance || rest.Attempts > 0 || rest.AwaitsStore)
            {
                return Skip.NotNow;
            }

            if (Clock.NextTimer is not { } next)
            {
                return Skip.NothingToWaitFor;
            }

            Clock.AdvanceTo(next);
            return Skip.Done;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task WaitOrStallAsync(Task next)
    {
        try
        {
            await next.WaitAsync(_options.StallTimeout, _stopping.Token).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            if (await _store.FindAwaitedAsync().ConfigureAwait(false) is { } run && Look() is { Attempts: 0, AwaitsStore: false })
            {
                _store.Stall(new DurableException(
                    DurableErrorCodes.TestStalled,
                    $"Somebody waits for the end of run '{run.RunId}', which is {run.State.Status} and waits for something that nothing in this host will bring: no step runs, no timer is set.",
                    "Send the signal or the answer it waits for before (or while) waiting for its end.",
                    run.RunId));
            }
        }
    }

    private enum Skip
    {
        /// <summary>The clock, or the schedule, went on.</summary>
        Done,

        /// <summary>Something is under way, or nobody waits.</summary>
        NotNow,

        /// <summary>Somebody waits for a run that nothing will bring on.</summary>
        NothingToWaitFor,
    }
}
