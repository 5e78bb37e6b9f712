using System.Globalization;
using Durable.Tests.Harness;

namespace Durable.Tests.Execution;

/// <summary>Random programs, random completion orders, random crashes: live and replayed, a body must do exactly the same.</summary>
[Proves("B-FLOW-3"), Proves("B-JRN-2")]
public sealed class ReplayOrderTests(ITestOutputHelper output)
{
    private const int Programs = 40;

    [Fact]
    public async Task RandomPrograms_LiveThenReplayed_TakeTheSamePath()
    {
        var seed = Environment.GetEnvironmentVariable("DURABLE_TEST_SEED") is { } given
            ? int.Parse(given, CultureInfo.InvariantCulture)
            : Random.Shared.Next(1_000_000);
        output.WriteLine($"DURABLE_TEST_SEED={seed}");
        for (var program = seed; program < seed + Programs; program++)
        {
            try
            {
                await RunOneAsync(program);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"DURABLE_TEST_SEED={program}: {exception.Message}", exception);
            }
        }
    }

    private static async Task RunOneAsync(int seed)
    {
        var chance = new LockedRandom(seed);
        var scripts = new List<Script>();

        // Ends after a random number of turns of the pool, sometimes badly; its result differs each time it runs.
        async Task<string> StepAsync(string argument, StepContext step)
        {
            for (var turns = chance.Next(6); turns > 0; turns--)
            {
                await Task.Yield();
            }

            step.CancellationToken.ThrowIfCancellationRequested();
            return chance.Next(8) == 0 ? throw new InvalidOperationException($"{argument} failed") : $"{argument}={chance.Next(1000)}";
        }

        Script Code(Func<string, StepContext, Task<string>> step)
        {
            Script? script = null;
            script = new Script
            {
                Body = (ctx, workflow, _) => new RandomBody(ctx, workflow, seed, line => script!.Trace(line)).RunAsync(),
                Step = step,
            };
            scripts.Add(script);
            return script;
        }

        var idle = new[] { TimeSpan.Zero, TimeSpan.FromMilliseconds(300), TimeSpan.FromMinutes(10) }[seed % 3];
        await using var engine = await Engine.StartAsync(Code(StepAsync), durable => durable.ConfigureWorker(o => o.IdleEviction = idle), seed % 4 == 0 ? StoreKind.Files : StoreKind.Memory);
        await engine.StartRunAsync();
        for (var crash = chance.Next(4); crash > 0; crash--)
        {
            var commits = chance.Next(1, 12);
            await DriveAsync(engine, chance, () => engine.Store.Commits >= commits);
            await engine.CrashAsync(Code(StepAsync));
        }

        await DriveAsync(engine, chance, static () => false);
        var ended = (await engine.Client.GetAsync(Engine.RunId))!;
        var history = await engine.HistoryAsync();
        var live = scripts.SelectMany(script => script.Traces).Last();

        // Once more from the journal alone, without its end: the same path, and nothing runs.
        var replay = Code(static (argument, step) => throw new InvalidOperationException($"{step.StepId}({argument}) ran again"));
        await using var copy = await Engine.ReplayAsync(replay, history.SkipLast(1).Select(record => record.ToJson()));
        var again = await copy.UntilAsync(info => info.IsFinished || info.Status == RunStatus.Stuck);

        Assert.Null(again.Reason);
        Assert.Equal((ended.Status, ended.Result?.GetString()), (again.Status, again.Result?.GetString()));
        Assert.Equal(live, replay.LastTrace);
        Assert.Empty(replay.Calls);
        Assert.All(scripts.SelectMany(script => script.Traces), trace => Assert.Equal(live.Take(trace.Count), trace));
        Assert.Distinct(history.Where(record => record.Kind is "step" or "stepError").Select(record => record.OperationId));
    }

    /// <summary>Lets virtual time pass, and signals come, until the run has ended or the condition holds.</summary>
    private static async Task DriveAsync(Engine engine, LockedRandom chance, Func<bool> enough)
    {
        var patience = DateTime.UtcNow + Pulse.Patience;
        while (!enough())
        {
            var info = (await engine.Client.GetAsync(Engine.RunId))!;
            if (info.IsFinished)
            {
                return;
            }

            Assert.Null(info.Reason);
            Assert.True(DateTime.UtcNow < patience, $"{info.Status}, wakes {info.WakeAt:O}, now {engine.Time.GetUtcNow():O}.");
            if (chance.Next(6) == 0)
            {
                try
                {
                    await (chance.Next(30) == 0
                        ? engine.Run.CancelAsync()
                        : engine.Run.SignalAsync(ScriptedWorkflow.Go, $"signal{chance.Next(100)}"));
                }
                catch (DurableException finished) when (finished.Code == DurableErrorCodes.RunFinished)
                {
                    return;
                }
            }

            // Real time only paces the virtual one here; nothing is expected of it.
            await Task.Delay(1);
            engine.Time.Advance(TimeSpan.FromMilliseconds(chance.Next(400)));
        }
    }

    private sealed class LockedRandom(int seed)
    {
        private readonly Random _random = new(seed);

        public int Next(int max)
        {
            lock (_random)
            {
                return _random.Next(max);
            }
        }

        public int Next(int min, int max) => min + Next(max - min);
    }
}
