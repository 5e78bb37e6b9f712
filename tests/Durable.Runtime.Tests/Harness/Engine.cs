using System.Text;
using Durable.Storage;
using Durable.Store.Contract;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Tests.Harness;

/// <summary>One life after another of a process on the same store and the same clock.</summary>
internal sealed class Engine : IAsyncDisposable
{
    public const string RunId = "run-1";

    private readonly Pulse _changed = new();
    private readonly CancellationTokenSource _patience = new(Pulse.Patience);
    private readonly List<DurableHost> _dead = [];
    private readonly Action<DurableBuilder> _configure;
    private readonly TestStore _store;

    private Engine(Action<DurableBuilder> configure, StoreKind kind)
    {
        _configure = configure;
        _store = TestStore.Create(kind, Time);
    }

    /// <summary>Cancelled when a test has taken far too long.</summary>
    public CancellationToken Patience => _patience.Token;

    public ManualTimeProvider Time { get; } = new();

    public StoreProbe Store { get; private set; } = null!;

    public DurableHost Host { get; private set; } = null!;

    public DurableClient Client => Host.Client;

    /// <summary>The handle of the run that most tests are about.</summary>
    public ScriptedWorkflow.Run Run => Host.Services.GetRequiredService<ScriptedWorkflow.Client>().Get(RunId);

    /// <summary>Starts a process that knows the scripted workflow. Runs leave memory as soon as they wait, unless configured otherwise.</summary>
    public static async Task<Engine> StartAsync(Script script, Action<DurableBuilder>? configure = null, StoreKind kind = StoreKind.Memory)
    {
        var engine = new Engine(configure ?? (static _ => { }), kind);
        await engine._store.OpenAsync();
        await engine.LiveAsync(script);
        return engine;
    }

    /// <summary>A process that knows other workflows.</summary>
    public static async Task<Engine> StartAsync(Action<DurableBuilder> configure)
    {
        var engine = new Engine(configure, StoreKind.Memory);
        await engine.LiveAsync(script: null);
        return engine;
    }

    /// <summary>A process that finds the run with exactly these records.</summary>
    public static async Task<Engine> ReplayAsync(Script script, IEnumerable<string> history)
    {
        var engine = new Engine(static _ => { }, StoreKind.Memory);
        var records = history.Select((line, index) => new JournalEntry(index + 1, Encoding.UTF8.GetBytes(line))).ToList();
        var definition = ScriptedWorkflow.Definition;
        await engine._store.Current.CreateAsync(new NewRun
        {
            RunId = RunId,
            Workflow = definition.Name,
            Version = definition.Version,
            Queue = definition.Queue,
            CreatedAt = engine.Time.GetUtcNow(),
            Start = records[0],
        });
        if (records.Count > 1)
        {
            var claim = new ClaimRequest
            {
                Owner = new TestOwner("recorder"),
                Queues = new HashSet<string> { definition.Queue },
                Workflows = new HashSet<(string, int)> { (definition.Name, definition.Version) },
                Max = 1,
                LeaseDuration = TimeSpan.FromHours(1),
            };
            var lease = (await engine._store.Current.ClaimAsync(claim))[0].Lease;
            await engine._store.Current.CommitAsync(new RunCommit
            {
                Lease = lease,
                ExpectedLength = 1,
                Records = records[1..],
                State = new RunState(RunStatus.Running),
                InboxTaken = 0,
            });
            await engine._store.Current.ReleaseAsync(lease);
        }

        await engine.LiveAsync(script);
        return engine;
    }

    /// <summary>Starts the run that most tests are about.</summary>
    public Task<ScriptedWorkflow.Run> StartRunAsync(string input = "in", string runId = RunId) =>
        Host.Services.GetRequiredService<ScriptedWorkflow.Client>().StartAsync(input, new() { RunId = runId });

    /// <summary>Stops the process as an operator would, and starts it again, perhaps with other code.</summary>
    public async Task RestartAsync(Script? script, Action<DurableBuilder>? configure = null)
    {
        await Host.DisposeAsync();
        await _store.ReopenAsync();
        await LiveAsync(script, configure);
    }

    /// <summary>Kills the process and starts it again, perhaps with other code. What it was doing goes on without effect, as on another machine.</summary>
    public async Task CrashAsync(Script script, Action<DurableBuilder>? configure = null)
    {
        await KillAsync();
        await LiveAsync(script, configure);
    }

    public async Task KillAsync()
    {
        Vanish();
        await _store.LeaveAsKilledAsync(Store);
    }

    /// <summary>Starts another process beside the living one, which becomes the one that the test talks to.</summary>
    public Task LiveBesideAsync(Script script, Action<DurableBuilder>? configure = null)
    {
        _dead.Add(Host);
        return LiveAsync(script, configure);
    }

    /// <summary>Kills the process and leaves its leases to run out.</summary>
    public void Vanish()
    {
        Store.Kill();
        _dead.Add(Host);
    }

    public async Task LiveAsync(Script? script, Action<DurableBuilder>? configure = null)
    {
        Store = new StoreProbe(_store.Current, _changed);
        var store = Store;
        Host = await DurableHost.StartAsync(durable =>
        {
            durable.Services.AddSingleton<TimeProvider>(Time);
            durable.UseStore(_ => store);
            durable.ConfigureWorker(worker =>
            {
                worker.IdleEviction = TimeSpan.Zero;

                // The clock jumps in these tests; a lease that runs out in a jump is another test's subject.
                worker.LeaseDuration = TimeSpan.FromHours(1);
            });
            if (script is not null)
            {
                script.Changed = _changed;
                durable.Services.AddSingleton(script);
                durable.AddWorkflow<ScriptedWorkflow>();
            }

            _configure(durable);
            configure?.Invoke(durable);
        });
    }

    /// <summary>Waits until the run's row looks as wanted.</summary>
    public async Task<RunInfo> UntilAsync(Func<RunInfo, bool> condition, string runId = RunId)
    {
        RunInfo? seen = null;
        await UntilAsync(
            async () => (seen = await Client.GetAsync(runId)) is { } info && condition(info),
            () => Task.FromResult(seen is null ? "There is no such run." : $"Last seen: {seen.Status}, reason {seen.Reason}, error {seen.Error}, owner {seen.Worker}, wake {seen.WakeAt:O}."));
        return seen!;
    }

    public Task UntilAsync(Func<Task<bool>> condition, Func<Task<string>>? describe = null) =>
        _changed.UntilAsync(condition, describe ?? (static () => Task.FromResult("")));

    /// <summary>Waits until the run is out of memory, waiting.</summary>
    public Task<RunInfo> UntilAsleepAsync(string runId = RunId) =>
        UntilAsync(info => info is { Status: RunStatus.Waiting, Worker: null }, runId);

    public Task<RunInfo> UntilStuckAsync(string runId = RunId) =>
        UntilAsync(info => info is { Status: RunStatus.Stuck, Worker: null }, runId);

    public Task<RunInfo> UntilEndedAsync(string runId = RunId) => UntilAsync(info => info.IsFinished, runId);

    /// <summary>Waits until the run sleeps until some time, and moves the clock there.</summary>
    public async Task WakeAsync(string runId = RunId)
    {
        var asleep = await UntilAsync(info => info.Worker is null && info.WakeAt > Time.GetUtcNow(), runId);
        Time.Advance(asleep.WakeAt!.Value - Time.GetUtcNow());
    }

    /// <summary>The journal as lines of kind and operation: <c>step Alpha</c>.</summary>
    public async Task<List<string>> JournalAsync(string runId = RunId)
    {
        var lines = new List<string>();
        await foreach (var record in Client.ReadHistoryAsync(runId))
        {
            lines.Add(record.OperationId is null ? record.Kind : $"{record.Kind} {record.OperationId}");
        }

        return lines;
    }

    public async Task<List<HistoryRecord>> HistoryAsync(string runId = RunId)
    {
        var records = new List<HistoryRecord>();
        await foreach (var record in Client.ReadHistoryAsync(runId))
        {
            records.Add(record);
        }

        return records;
    }

    /// <summary>The journal as it is stored.</summary>
    public async Task<List<string>> LinesAsync(string runId = RunId) => (await HistoryAsync(runId)).ConvertAll(record => record.ToJson());

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _dead.Append(Host))
        {
            // A step that a failing test left hanging must not hang the test too.
            await host.StopAsync(new CancellationToken(canceled: true));
            await host.DisposeAsync();
        }

        await _store.DisposeAsync();
        _patience.Dispose();
    }
}
