using Durable.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Tests.Signals;

/// <summary>A body signals another run.</summary>
[Proves("B-WAIT-8")]
public sealed class SendTests
{
    [Fact]
    public async Task SignalAsync_ToAWaitingRun_ArrivesOnce()
    {
        await using var engine = await StartAsync(async (ctx, _, _) =>
        {
            await ctx.SignalAsync("other", ChildWorkflow.Go, "hello");
            return "sent";
        });
        await StartOtherAsync(engine);

        await engine.StartRunAsync();
        await engine.UntilEndedAsync();
        var other = await engine.UntilEndedAsync("other");

        Assert.Equal("hello", other.Result!.Value.GetString());
        Assert.Equal(["start", "sent send-go", "end"], await engine.JournalAsync());
        Assert.Equal(["start", "signal", "end"], await engine.JournalAsync("other"));
    }

    [Fact]
    public async Task SignalAsync_ProcessDiesAfterTheCommit_IsNotSentAgain()
    {
        var script = Script(async (ctx, workflow, _) =>
        {
            await ctx.SignalAsync("other", ChildWorkflow.Go, "one");
            await ctx.WaitForSignalAsync(ScriptedWorkflow.Go);
            return "sent";
        });
        await using var engine = await Engine.StartAsync(script, durable => WithChild(durable, async (ctx, _, _) =>
            await ctx.WaitForSignalAsync(ChildWorkflow.Go) + await ctx.WaitForSignalAsync(ChildWorkflow.Go)));
        await StartOtherAsync(engine);
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();

        await engine.CrashAsync(script);
        await engine.Run.SignalAsync(ScriptedWorkflow.Go, "go on");
        await engine.UntilEndedAsync();
        await engine.Client.SignalAsync("other", ChildWorkflow.Go, "two");

        Assert.Equal("onetwo", (await engine.UntilEndedAsync("other")).Result!.Value.GetString());
    }

    [Fact]
    public async Task SignalAsync_OtherPayloadOnReplay_IsStuckAndShowsNeither()
    {
        static Script Sending(string payload) => Script(async (ctx, workflow, _) =>
        {
            await ctx.SignalAsync("other", ChildWorkflow.Go, payload);
            await ctx.WaitForSignalAsync(ScriptedWorkflow.Go);
            return "sent";
        });
        await using var engine = await Engine.StartAsync(Sending("secret-1"), durable => WithChild(durable, async (ctx, _, _) => await ctx.WaitForSignalAsync(ChildWorkflow.Go)));
        await StartOtherAsync(engine);
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();

        await engine.CrashAsync(Sending("secret-2"));
        await engine.Run.SignalAsync(ScriptedWorkflow.Go, "go on");

        var reason = (await engine.UntilStuckAsync()).Reason!;
        Assert.Contains("recorded \"***\", now \"***\" (they differ in what is not shown)", reason, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", reason, StringComparison.Ordinal);
    }

    [Fact]
    [Proves("B-WAIT-3")]
    public async Task SignalAsync_ToAnUnknownOrFinishedRun_ThrowsTheSameOnReplay()
    {
        var script = Script(async (ctx, workflow, _) =>
        {
            var unknown = await CodeOf(() => ctx.SignalAsync("nobody", ChildWorkflow.Go, "x"));
            var finished = await CodeOf(() => ctx.SignalAsync("other", ChildWorkflow.Go, "x"));
            await ctx.WaitForSignalAsync(ScriptedWorkflow.Go);
            return $"{unknown} {finished}";
        });
        await using var engine = await Engine.StartAsync(script, durable => WithChild(durable, (_, _, _) => Task.FromResult("done")));
        await StartOtherAsync(engine);
        await engine.UntilEndedAsync("other");
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();

        await engine.CrashAsync(script);
        await engine.Run.SignalAsync(ScriptedWorkflow.Go, "go on");

        Assert.Equal("RUN_NOT_FOUND RUN_FINISHED", (await engine.UntilEndedAsync()).Result!.Value.GetString());
    }

    [Fact]
    public async Task SignalAsync_NotDeclaredByTheReceiver_Throws()
    {
        await using var engine = await StartAsync(async (ctx, _, _) =>
        {
            var undeclared = await CodeOf(() => ctx.SignalAsync("other", new Signal<string>("stop"), "x"));
            var mistyped = await CodeOf(() => ctx.SignalAsync("other", new Signal<int>("go"), 1));
            return $"{undeclared} {mistyped}";
        });
        await StartOtherAsync(engine);

        await engine.StartRunAsync();

        Assert.Equal("SIGNAL_UNKNOWN SIGNAL_TYPE_MISMATCH", (await engine.UntilEndedAsync()).Result!.Value.GetString());
        Assert.Equal(["start"], await engine.JournalAsync("other"));
    }

    [Fact]
    public async Task SignalAsync_NotAwaited_IsSentBeforeTheEnd()
    {
        await using var engine = await StartAsync((ctx, _, _) =>
        {
            _ = ctx.SignalAsync("other", ChildWorkflow.Go, "hello");
            return Task.FromResult("sent");
        });
        await StartOtherAsync(engine);

        await engine.StartRunAsync();
        await engine.UntilEndedAsync();

        Assert.Equal("hello", (await engine.UntilEndedAsync("other")).Result!.Value.GetString());
    }

    [Fact]
    public async Task SignalAsync_ToItself_Arrives()
    {
        await using var engine = await StartAsync(async (ctx, _, _) =>
        {
            await ctx.SignalAsync(ctx.RunId, ScriptedWorkflow.Go, "self");
            return await ctx.WaitForSignalAsync(ScriptedWorkflow.Go);
        });

        await engine.StartRunAsync();

        Assert.Equal("self", (await engine.UntilEndedAsync()).Result!.Value.GetString());
    }

    [Fact]
    public async Task SignalAsync_RunCancelledMeanwhile_EndsCancelled()
    {
        var script = Script(async (ctx, _, _) =>
        {
            await ctx.WaitForSignalAsync(ScriptedWorkflow.Go);
            await ctx.SignalAsync("other", ChildWorkflow.Go, "hello");
            return "sent";
        });
        await using var engine = await Engine.StartAsync(script, durable => WithChild(durable, WaitForGo));
        await StartOtherAsync(engine);
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();
        await engine.RestartAsync(null);
        await engine.Client.CancelAsync(Engine.RunId);

        await engine.RestartAsync(script);

        Assert.Equal(RunStatus.Cancelled, (await engine.UntilEndedAsync()).Status);
        Assert.Equal(["start"], await engine.JournalAsync("other"));
    }

    [Fact]
    public async Task SignalWithStart_NewRun_HasTheSignalAndExistingOneGetsIt()
    {
        await using var engine = await StartAsync(async (ctx, _, input) =>
            $"{input} {await ctx.WaitForSignalAsync(ScriptedWorkflow.Go)} {await ctx.WaitForSignalAsync(ScriptedWorkflow.Go)}");
        var client = engine.Host.Services.GetRequiredService<ScriptedWorkflow.Client>();

        var options = new StartOptions { RunId = Engine.RunId };
        await client.SignalWithStartAsync("first", ScriptedWorkflow.Go, "a", options, "k1");
        await client.SignalWithStartAsync("second", ScriptedWorkflow.Go, "a", options, "k1");
        await client.SignalWithStartAsync("third", ScriptedWorkflow.Go, "b", options, "k2");

        Assert.Equal("first a b", (await engine.UntilEndedAsync()).Result!.Value.GetString());
        var refused = await Assert.ThrowsAsync<DurableException>(() => client.SignalWithStartAsync("fourth", ScriptedWorkflow.Go, "c", options));
        Assert.Equal(DurableErrorCodes.RunFinished, refused.Code);
    }

    [Fact]
    public async Task SignalWithStart_ManyAtOnce_StartOneRunThatGetsThemAll()
    {
        await using var engine = await StartAsync(async (ctx, _, _) =>
        {
            var all = new List<string>();
            while (all.Count < 20)
            {
                all.Add(await ctx.WaitForSignalAsync(ScriptedWorkflow.Go));
            }

            return string.Join(",", all.Order(StringComparer.Ordinal));
        });
        var client = engine.Host.Services.GetRequiredService<ScriptedWorkflow.Client>();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => client.SignalWithStartAsync($"{i}", ScriptedWorkflow.Go, $"{i:00}", new() { RunId = Engine.RunId }))));

        Assert.Equal(string.Join(",", Enumerable.Range(0, 20).Select(i => $"{i:00}")), (await engine.UntilEndedAsync()).Result!.Value.GetString());
        Assert.Single(await engine.JournalAsync(), "start");
    }

    private static Task<string> WaitForGo(WorkflowContext ctx, ChildWorkflow workflow, string input) => ctx.WaitForSignalAsync(ChildWorkflow.Go);

    private static Script Script(Func<WorkflowContext, ScriptedWorkflow, string, Task<string>> body) => new() { Body = body };

    private static Task<Engine> StartAsync(Func<WorkflowContext, ScriptedWorkflow, string, Task<string>> body) =>
        Engine.StartAsync(Script(body), durable => WithChild(durable, WaitForGo));

    private static void WithChild(DurableBuilder durable, Func<WorkflowContext, ChildWorkflow, string, Task<string>> body)
    {
        durable.Services.AddSingleton(new ChildScript(body));
        durable.AddWorkflow<ChildWorkflow>();
    }

    private static Task<ChildWorkflow.Run> StartOtherAsync(Engine engine) =>
        engine.Host.Services.GetRequiredService<ChildWorkflow.Client>().StartAsync("in", new() { RunId = "other" });

    private static async Task<string> CodeOf(Func<Task> send)
    {
        try
        {
            await send();
            return "sent";
        }
        catch (DurableException exception)
        {
            return exception.Code;
        }
    }
}
