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
/// While somebody waits for a run (<c>ResultAsync</c>, an update, a live stream) and nothing is left to do but to wait for the clock, the clock jumps to the next timer. At all
/// other times it stands still, so a test can send a signal at leisure before the wait for it times out. Steps that run hold the clock;
/// <see cref="AdvanceAsync"/> moves it all the same.
/// </para>
/// <para>Runs stay in memory until they end, unless <see cref="WorkerOptions.IdleEviction"/> is set; zero makes every wait a replay.</para>
/// </remarks>
public sealed class DurableTestHost : IAsyncDisposable
{
    private readonly DurableHost _host;
    private readonly StepFakes _fakes;
    private readonly ClockSkipper _skipper;
    private readonly SeededStore? _seededStore;

    private DurableTestHost(DurableHost host, VirtualClock clock, StepFakes fakes, ClockSkipper skipper, SeededStore? seededStore)
    {
        _host = host;
        _fakes = fakes;
        _skipper = skipper;
        _seededStore = seededStore;
        Clock = clock;
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
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MostIdleSkips, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.StallTimeout, TimeSpan.Zero, nameof(options));
        var clock = options.Start is { } start ? new VirtualClock(start) : new VirtualClock();
        var fakes = new StepFakes();
        var beat = new Beat();
        var gate = options.Seed is null ? null : new SeededGate();
        SeededStore? seeded = null;
        WatchedStore? watched = null;
        var host = await DurableHost.StartAsync(builder =>
        {
            builder.UseStore(_ => new InMemoryStore(clock, leasesExpire: false));
            Prepare(builder, clock, fakes, gate);
            configure(builder);
            var factory = builder.StoreFactory!;
            builder.UseStore(services =>
            {
                var store = factory(services);
                watched = new WatchedStore(gate is null ? store : seeded = new SeededStore(store), beat);
                return watched;
            });
        }).ConfigureAwait(false);
        var schedule = options.Seed is { } seed ? new SeededSchedule(seed, gate!, seeded!, clock) : null;
        var skipper = new ClockSkipper(host.Services.GetRequiredService<DurableService>().Worker!, clock, beat, watched!, schedule, options);
        return new DurableTestHost(host, clock, fakes, skipper, seeded);
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
    public Task AdvanceAsync(TimeSpan by, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        return _skipper.AdvanceAsync(by, cancellationToken);
    }

    /// <summary>Completes once nothing is left to do but to wait: for the clock, for a signal, for an answer. The clock stands still meanwhile.</summary>
    /// <param name="cancellationToken">Gives up waiting, as for a step that never ends.</param>
    public Task SettleAsync(CancellationToken cancellationToken = default) => _skipper.SettleAsync(cancellationToken);

    /// <summary>Replays what a run has recorded so far: a body that is not deterministic is found out.</summary>
    /// <param name="runId">The run.</param>
    /// <exception cref="ReplayMismatchException">The code asks for something else than the run recorded.</exception>
    /// <exception cref="DurableException">As for <see cref="Replay.VerifyAsync(RunHistory, IServiceProvider)"/>.</exception>
    public async Task VerifyReplayAsync(string runId) =>
        await Replay.VerifyAsync(await Client.ExportHistoryAsync(runId).ConfigureAwait(false), Services).ConfigureAwait(false);

    /// <summary>Stops the host. Steps that still run are abandoned.</summary>
    public async ValueTask DisposeAsync()
    {
        await _skipper.DisposeAsync().ConfigureAwait(false);
        _seededStore?.Open();

        // A step that a failing test left hanging must not hang the test too.
        await _host.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        await _host.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>What every host of this package stands on; what comes after it counts instead.</summary>
    internal static void Prepare(DurableBuilder builder, VirtualClock clock, StepFakes fakes, SeededGate? gate)
    {
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton<StepInterceptor>(fakes);
        if (gate is not null)
        {
            builder.Services.AddSingleton<Execution.StepGate>(gate);
        }

        builder.ConfigureWorker(worker =>
        {
            worker.IdleEviction = WorkerOptions.NoEviction;
            worker.MaxConcurrentRuns = WorkerOptions.LargestConcurrency;
            worker.LeaseDuration = WorkerOptions.Longest;
        });

        // Runs that keep their place in memory for ever would let no others in.
        builder.Services.PostConfigure<WorkerOptions>(worker =>
            worker.IdleEviction = worker.MaxConcurrentRuns < WorkerOptions.LargestConcurrency && worker.IdleEviction == WorkerOptions.NoEviction
                ? WorkerOptions.DefaultIdleEviction
                : worker.IdleEviction);
    }
}
