using Durable.Tests.Harness;

namespace Durable.Tests.Client;

[Proves("B-SHOW-1")]
public sealed class WatchTests
{
    private static readonly string[] s_whole =
    [
        "1 start", "2 emit progress", "3 step Alpha", "4 emit progress#2", "5 sleep sleep", "5 status Waiting", "6 wake sleep", "7 emit progress#3", "8 end", "8 status Completed",
    ];

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Files)]
    public async Task Watch_Live_TellsEachEventOnceAndEndsWithTheRun(StoreKind kind)
    {
        await using var engine = await Engine.StartAsync(Code(), kind: kind);
        await engine.StartRunAsync();
        var asleep = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var watching = WatchAsync(engine, untilAsleep: false, asleep: asleep);

        // Whoever looks later sees only where the run is by then.
        await asleep.Task.WaitAsync(engine.Patience);
        await engine.WakeAsync();

        Assert.Equal(s_whole, WithoutPassing(await watching));
    }

    [Fact]
    public async Task Watch_FromAnyPosition_TellsTheRestAndNothingTwice()
    {
        await using var engine = await Engine.StartAsync(Code());
        await engine.StartRunAsync();
        var seen = await WatchAsync(engine, untilAsleep: true);
        await engine.CrashAsync(Code());
        TaskCompletionSource[] asleep = [new(TaskCreationOptions.RunContinuationsAsynchronously), new(TaskCreationOptions.RunContinuationsAsynchronously)];
        var rest = WatchAsync(engine, untilAsleep: false, after: 5, asleep[0]);
        var late = WatchAsync(engine, untilAsleep: false, after: 3, asleep[1]);
        await Task.WhenAll(asleep.Select(static seen => seen.Task)).WaitAsync(engine.Patience);
        await engine.WakeAsync();

        Assert.Equal(s_whole[..6], WithoutPassing(seen));
        Assert.Equal(s_whole[5..], WithoutPassing(await rest));
        Assert.Equal(s_whole[3..], WithoutPassing(await late));

        // And of a run that has ended.
        Assert.Equal(["7 emit progress#3", "8 end", "8 status Completed"], await WatchAsync(engine, untilAsleep: false, after: 6));
        Assert.Equal(["8 status Completed"], await WatchAsync(engine, untilAsleep: false, after: 8));
        Assert.Equal(["99 status Completed"], await WatchAsync(engine, untilAsleep: false, after: 99));
    }

    [Fact]
    public async Task Watch_Progress_HasNameAndData()
    {
        await using var engine = await Engine.StartAsync(Code());
        var run = await engine.StartRunAsync();
        await engine.WakeAsync();
        await run.ResultAsync(engine.Patience);

        var progress = new List<string>();
        await foreach (var happened in run.WatchAsync(cancellationToken: engine.Patience))
        {
            if (happened.Kind == "emit")
            {
                progress.Add($"{happened.Name} {happened.Data!.Value.GetString()} {happened.Record!.Position} {happened.Timestamp == happened.Record.Timestamp}");
            }
        }

        Assert.Equal(["progress begun 2 True", "progress half 4 True", "progress done 7 True"], progress);
    }

    [Fact, Proves("B-CTL-3")]
    public async Task Watch_RunContinuesAsNew_GoesOnWithTheNextGeneration()
    {
        await using var engine = await Engine.StartAsync(static durable =>
        {
            durable.AddWorkflow<ScriptedWorkflow>().AddWorkflow<ChildWorkflow>();
            durable.Services.Add(new(typeof(Script), new Script { Body = static (_, _, input) => Task.FromResult(input) }));
            durable.Services.Add(new(typeof(ChildScript), new ChildScript(static async (ctx, w, input) =>
            {
                ctx.Emit("progress", input);
                return input.Length == 3 ? input : await ChildWorkflow.AgainAsync(ctx, input + "x");
            })));
        });
        var client = (ChildWorkflow.Client)engine.Host.Services.GetService(typeof(ChildWorkflow.Client))!;
        await client.StartAsync("x", new() { RunId = Engine.RunId });

        var all = await WatchAsync(engine, untilAsleep: false);

        const long Generation = 1L << 32;
        string[] expected =
        [
            "1 start", "2 emit progress", "3 continue",
            $"{Generation + 1} start", $"{Generation + 2} emit progress", $"{Generation + 3} continue",
            $"{(2 * Generation) + 1} start", $"{(2 * Generation) + 2} emit progress", $"{(2 * Generation) + 3} end", $"{(2 * Generation) + 3} status Completed",
        ];
        Assert.Equal(expected, WithoutPassing(all));
        Assert.Equal(expected[4..], WithoutPassing(await WatchAsync(engine, untilAsleep: false, after: Generation + 1)));
    }

    [Fact]
    public async Task Watch_UnknownRun_SaysSo()
    {
        await using var engine = await Engine.StartAsync(Code());

        var error = await Assert.ThrowsAsync<DurableException>(async () => await engine.Client.WatchAsync("nobody").GetAsyncEnumerator().MoveNextAsync());

        Assert.Equal(DurableErrorCodes.RunNotFound, error.Code);
        Assert.Equal(
            DurableErrorCodes.ArgumentOutOfRange,
            (await Assert.ThrowsAsync<DurableException>(async () => await engine.Client.WatchAsync("nobody", -1).GetAsyncEnumerator().MoveNextAsync())).Code);
    }

    [Fact]
    public async Task Watch_HostStops_IsTold()
    {
        await using var engine = await Engine.StartAsync(Code());
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();
        var watching = WatchAsync(engine, untilAsleep: false);

        await engine.Host.StopAsync();

        Assert.Equal(DurableErrorCodes.HostStopped, (await Assert.ThrowsAsync<DurableException>(() => watching)).Code);
    }

    private static Script Code() => new()
    {
        Body = static async (ctx, w, _) =>
        {
            ctx.Emit("progress", "begun");
            await w.AlphaAsync("x");
            ctx.Emit("progress", "half");
            await ctx.SleepAsync(TimeSpan.FromHours(1));
            ctx.Emit("progress", "done");
            return "ok";
        },
    };

    private static async Task<List<string>> WatchAsync(Engine engine, bool untilAsleep, long after = 0, TaskCompletionSource? asleep = null)
    {
        var seen = new List<string>();
        await foreach (var happened in engine.Client.WatchAsync(Engine.RunId, after, engine.Patience))
        {
            seen.Add(happened.ToString());
            if (happened.Status == RunStatus.Waiting)
            {
                asleep?.TrySetResult();
                if (untilAsleep)
                {
                    break;
                }
            }
        }

        return seen;
    }

    /// <summary>Without the states that a watcher sees or misses, as it happens.</summary>
    private static List<string> WithoutPassing(List<string> events) =>
        events.FindAll(static line => !line.EndsWith("status Pending", StringComparison.Ordinal) && !line.EndsWith("status Running", StringComparison.Ordinal));
}
