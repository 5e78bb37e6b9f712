using System.Diagnostics.CodeAnalysis;
using Durable.Payloads;
using Durable.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Durable.Testing;

/// <summary>One play of a scenario of <see cref="CrashEverywhere"/>: the host that dies and comes back, as its callers see it.</summary>
public sealed class CrashScene : IAsyncDisposable
{
    private readonly CrashOptions _options;
    private readonly SceneStore _store;
    private readonly WriteLog _log;
    private readonly CallerStore _caller;
    private readonly Beat _beat = new();
    private readonly WatchedStore _watched;
    private readonly StepFakes _fakes = new();
    private readonly SemaphoreSlim _turn = new(1);
    private readonly List<Life> _lives = [];
    private Action<DurableBuilder>? _configure;
    private ServiceProvider? _services;
    private Task _reviving = Task.CompletedTask;

    internal CrashScene(CrashOptions options, CrashPoint? point)
    {
        _options = options;
        _store = options.OnDisk ? new SceneDirectory(Clock) : new SceneMemory(Clock);
        _log = new WriteLog(point);
        _caller = new CallerStore(_store.Lasting, _log, CrashAsync);
        _watched = new WatchedStore(_caller, _beat);
    }

    /// <summary>The clock of all hosts of this play; while a run is awaited and nothing else is left to do, it skips to the next timer.</summary>
    public VirtualClock Clock { get; } = new();

    /// <summary>Starts runs, talks to them and reads them; from another process than the one that dies.</summary>
    /// <exception cref="InvalidOperationException">Before <see cref="StartAsync"/>.</exception>
    public DurableClient Client => Services.GetRequiredService<DurableClient>();

    /// <summary>The caller's own services: generated clients.</summary>
    /// <exception cref="InvalidOperationException">Before <see cref="StartAsync"/>.</exception>
    public IServiceProvider Services => _services ?? throw new InvalidOperationException("Call StartAsync first.");

    internal IReadOnlyList<string> Writes => _log.Writes;

    internal bool IsStarted => _lives.Count > 0;

    /// <summary>Starts the host that will die. Called once in each play.</summary>
    /// <param name="configure">Which workflows, and the services they take. Called again for each process that takes over: what outlives a process is made outside and captured. The store is given.</param>
    /// <exception cref="InvalidOperationException">Called a second time.</exception>
    public async Task StartAsync(Action<DurableBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        if (_configure is not null)
        {
            throw new InvalidOperationException("A play has one host; it was started already.");
        }

        _configure = configure;
        var collection = new ServiceCollection();
        collection.AddDurable(builder =>
        {
            DurableTestHost.Prepare(builder, Clock, _fakes, gate: null);
            configure(builder);
            builder.UseStore(_ => _watched);
        });
        collection.TryAddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        collection.TryAdd(ServiceDescriptor.Singleton(typeof(ILogger<>), typeof(Logger<>)));
        _services = collection.BuildServiceProvider();
        await _store.OpenAsync().ConfigureAwait(false);
        await _services.GetRequiredService<StoreHandle>().OpenAsync(CancellationToken.None).ConfigureAwait(false);
        await LiveAsync().ConfigureAwait(false);
    }

    /// <summary>The fakes of a workflow's steps, in every process of this play.</summary>
    /// <typeparam name="TWorkflow">The workflow class.</typeparam>
    public WorkflowFakes Fake<TWorkflow>()
        where TWorkflow : class, IWorkflow<TWorkflow> => new(TWorkflow.Definition, _fakes);

    /// <summary>Completes once nothing is left to do but to wait: for the clock, for a signal, for an answer.</summary>
    public Task SettleAsync() => WithLivingAsync(static life => life.Skipper.SettleAsync(life.Over));

    /// <summary>Moves the clock, timer by timer, and lets everything that becomes due happen in its time. Steps that run go on meanwhile.</summary>
    /// <param name="by">Zero or more.</param>
    /// <returns>Completes when the clock is there and nothing is on its way into the store; <see cref="SettleAsync"/> waits for steps, too.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="by"/> is negative.</exception>
    public async Task AdvanceAsync(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var target = Clock.GetUtcNow() + by;

        // One that dies on the way leaves the rest of the way to the next.
        await WithLivingAsync(life => life.Skipper.AdvanceAsync(TimeSpan.FromTicks(Math.Max(0, (target - Clock.GetUtcNow()).Ticks)), life.Over)).ConfigureAwait(false);
    }

    private async Task WithLivingAsync(Func<Life, Task> act)
    {
        while (true)
        {
            var life = await CurrentAsync().ConfigureAwait(false);
            try
            {
                await act(life).ConfigureAwait(false);
                if (life == await CurrentAsync().ConfigureAwait(false))
                {
                    return;
                }
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or StoreFailedException)
            {
                // It died meanwhile: the next one goes on.
            }
        }
    }

    /// <summary>Ends the play; <see cref="CrashEverywhere"/> does that.</summary>
    public async ValueTask DisposeAsync()
    {
        await _reviving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var life in _lives)
        {
            await life.EndAsync().ConfigureAwait(false);
            await life.Host.DisposeAsync().ConfigureAwait(false);
        }

        if (_services is not null)
        {
            await _services.DisposeAsync().ConfigureAwait(false);
        }

        await _store.DisposeAsync().ConfigureAwait(false);
        _turn.Dispose();
    }

    /// <summary>Looks at what the play has left.</summary>
    internal async Task<Play> EndAsync(string returned, string? broken, Exception? exception)
    {
        if (broken is null)
        {
            try
            {
                await SettleAsync().WaitAsync(_options.Patience).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                broken = $"the runs have not come to rest after {_options.Patience}; {await DescribeAsync().ConfigureAwait(false)}";
            }
        }

        var check = new PlayCheck((PayloadStore)Services.GetRequiredService<StoreHandle>().Open, _caller, _log, Services, _options.Comparable);
        var outcome = await check.OutcomeAsync(returned).ConfigureAwait(false);
        broken ??= _lives.Select(life => life.Store.Ghost).FirstOrDefault(ghost => ghost is not null) is { } ghost
            ? $"a process that was dead has written all the same (I5): {ghost}."
            : await check.FindBrokenAsync().ConfigureAwait(false);

        // Replaying calls the code once more, so the fault-free play is left alone: a body with a memory of its own shall show it in a crash first.
        var unreplayable = _lives.Count > 1 ? await check.FindUnreplayableAsync().ConfigureAwait(false) : null;
        return new Play(outcome, _log.Writes, broken, exception, unreplayable);
    }

    /// <summary>How the runs stand, for a play that does not end.</summary>
    internal async Task<string> DescribeAsync()
    {
        var runs = new List<string>();
        await foreach (var row in _store.Lasting.QueryAsync(new RunQuery()).ConfigureAwait(false))
        {
            runs.Add($"run '{row.RunId}' is {row.State.Status}{(row.State.Reason is null ? "" : $" ({row.State.Reason})")}, with {row.Length} records");
        }

        return runs.Count == 0 ? "there are no runs" : string.Join("; ", runs);
    }

    /// <summary>The process dies by a call of the scenario's; completes once another one has taken over.</summary>
    private async Task CrashAsync()
    {
        var life = await CurrentAsync().ConfigureAwait(false);
        life.Store.Kill();
        Died(life);
        await _reviving.ConfigureAwait(false);
    }

    private void Died(Life dead)
    {
        // Not on this thread: it may be the dead one's own.
        _reviving = Task.Run(async () =>
        {
            await dead.EndAsync().ConfigureAwait(false);
            await _store.BuryAsync().ConfigureAwait(false);
            _watched.LookAnew();
            await LiveAsync().ConfigureAwait(false);
        });
    }

    private async Task<Life> CurrentAsync()
    {
        await _reviving.ConfigureAwait(false);
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            return _lives[^1];
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task LiveAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            _lives.Add(await Life.BeginAsync(this).ConfigureAwait(false));
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>A process, from its start to its death.</summary>
    [SuppressMessage("Reliability", "CA1001", Justification = "A token source without timer or link holds nothing to dispose.")]
    private sealed class Life
    {
        private readonly SeededStore? _seeded;
        private readonly CancellationTokenSource _over = new();

        private Life(DurableHost host, LifeStore store, SeededStore? seeded, ClockSkipper skipper)
        {
            Host = host;
            Store = store;
            _seeded = seeded;
            Skipper = skipper;
        }

        public DurableHost Host { get; }

        public LifeStore Store { get; }

        public ClockSkipper Skipper { get; }

        public CancellationToken Over => _over.Token;

        public static async Task<Life> BeginAsync(CrashScene scene)
        {
            var life = new TaskCompletionSource<Life>(TaskCreationOptions.RunContinuationsAsynchronously);
            var store = new LifeStore(
                scene._store.Living,
                scene._store.IsSharedWithTheDead,
                scene._log,
                scene.Services.GetRequiredService<Handlers.UpdateOutcomes>(),
                scene._store.Abandon,
                () => _ = life.Task.ContinueWith(begun => scene.Died(begun.Result), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default));
            var gate = scene._options.SideBySide ? null : new SeededGate();
            var seeded = gate is null ? null : new SeededStore(store);
            var host = await DurableHost.StartAsync(builder =>
            {
                DurableTestHost.Prepare(builder, scene.Clock, scene._fakes, gate);
                scene._configure!(builder);
                if (!scene._options.KeepsRunsInMemory)
                {
                    builder.ConfigureWorker(worker => worker.IdleEviction = TimeSpan.Zero);
                }

                builder.UseStore(_ => seeded is null ? store : seeded);
            }).ConfigureAwait(false);
            var schedule = gate is null ? null : new SeededSchedule(scene._options.Seed, gate, seeded!, scene.Clock);
            var worker = host.Services.GetRequiredService<DurableService>().Worker!;
            var begun = new Life(host, store, seeded, new ClockSkipper(worker, scene.Clock, scene._beat, scene._watched, schedule, new TestHostOptions()));
            life.SetResult(begun);
            return begun;
        }

        /// <summary>Nothing of it goes on, except what steps do that have begun.</summary>
        public async Task EndAsync()
        {
            if (_over.IsCancellationRequested)
            {
                return;
            }

            await _over.CancelAsync().ConfigureAwait(false);
            await Skipper.DisposeAsync().ConfigureAwait(false);
            _seeded?.Open();
            await Host.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        }
    }
}
