using Durable.Tests.Harness;

namespace Durable.Tests.Scopes;

public sealed class ScopeTests
{
    [Fact]
    [Proves("B-COMP-4")]
    public async Task Scope_Throws_UndoesItsOwnStepsNewestFirstAndGoesOn()
    {
        var script = new Script
        {
            Body = static async (ctx, w, _) =>
            {
                await w.DoAsync("outside");
                try
                {
                    await ctx.ScopeAsync("inner", async () =>
                    {
                        await w.DoAsync("one");
                        await w.DoAsync("two");
                        throw new InvalidOperationException("enough");
                    });
                }
                catch (InvalidOperationException caught)
                {
                    return caught.Message;
                }

                return "not thrown";
            },
        };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();

        Assert.Equal("enough", await run.ResultAsync(engine.Patience));
        Assert.Equal(
            ["Do(outside) 1", "inner/Do(one) 1", "inner/Do#2(two) 1", "inner/Do#2#undo(two) 1", "inner/Do#undo(one) 1"],
            script.Calls);
    }

    [Fact]
    [Proves("B-COMP-4")]
    public async Task Scope_Succeeds_ItsStepsAreUndoneWithTheRun()
    {
        var script = new Script
        {
            Body = static async (ctx, w, _) =>
            {
                await ctx.ScopeAsync("inner", () => w.DoAsync("one"));
                await w.DoAsync("two");
                throw new InvalidOperationException("enough");
            },
        };
        await using var engine = await Engine.StartAsync(script);
        await engine.StartRunAsync();

        Assert.Equal(RunStatus.Compensated, (await engine.UntilEndedAsync()).Status);
        Assert.Equal(["inner/Do(one) 1", "Do(two) 1", "Do#undo(two) 1", "inner/Do#undo(one) 1"], script.Calls);
    }

    [Fact]
    [Proves("B-COMP-4")]
    public async Task Scopes_Concurrent_KeepSeparateStacks()
    {
        var script = new Script
        {
            Body = static async (ctx, w, _) =>
            {
                var good = ctx.ScopeAsync("good", () => w.DoAsync("kept"));
                var bad = ctx.ScopeAsync("bad", async () =>
                {
                    await w.DoAsync("undone");
                    await w.AlphaAsync("more");
                    throw new InvalidOperationException();
                });
                try
                {
                    await Task.WhenAll(good, bad);
                }
                catch (InvalidOperationException)
                {
                }

                return await good;
            },
        };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();

        Assert.Equal("kept", await run.ResultAsync(engine.Patience));
        Assert.Equal(["undo bad/Do"], (await engine.JournalAsync()).Where(line => line.StartsWith("undo", StringComparison.Ordinal)));
    }

    [Fact]
    [Proves("B-COMP-2")]
    public async Task Scope_ProcessKilledWhileUndoing_ResumesAtTheNext()
    {
        var failing = true;
        Script Code() => new()
        {
            Body = static async (ctx, w, _) =>
            {
                try
                {
                    await ctx.ScopeAsync("inner", async () =>
                    {
                        await w.DoAsync("one");
                        await w.DoAsync("two");
                        throw new InvalidOperationException("enough");
                    });
                }
                catch (InvalidOperationException caught)
                {
                    await w.AlphaAsync("after");
                    return caught.Message;
                }

                return "not thrown";
            },
            Undo = (argument, _, _) => argument == "one" && failing
                ? throw new InvalidOperationException("not now")
                : Task.CompletedTask,
        };
        await using var engine = await Engine.StartAsync(Code());
        await engine.StartRunAsync();
        await engine.UntilAsync(info => info is { Worker: null, WakeAt: not null });

        failing = false;
        var next = Code();
        await engine.CrashAsync(next);
        await engine.WakeAsync();

        Assert.Equal("enough", await engine.Run.ResultAsync(engine.Patience));
        Assert.Equal(["inner/Do#undo(one) 2", "Alpha(after) 1"], next.Calls);
    }

    [Fact]
    [Proves("B-CTL-1")]
    public async Task Detached_RunIsCancelled_GoesOn()
    {
        var begun = new TaskCompletionSource();
        var release = new TaskCompletionSource<string>();
        var script = new Script
        {
            Body = static async (ctx, w, _) =>
            {
                await ctx.DetachedAsync(async () =>
                {
                    await w.AlphaAsync("first");
                    await w.BetaAsync("second");
                });
                return await w.AlphaAsync("third");
            },
            Step = (argument, step) =>
            {
                begun.TrySetResult();
                return argument == "first" ? release.Task.WaitAsync(step.CancellationToken) : Task.FromResult(argument);
            },
        };
        await using var engine = await Engine.StartAsync(script);
        await engine.StartRunAsync();
        await begun.Task.WaitAsync(engine.Patience);

        await engine.Client.CancelAsync(Engine.RunId, cancellationToken: engine.Patience);
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Contains("cancel"));
        release.SetResult("done");

        Assert.Equal(RunStatus.Cancelled, (await engine.UntilEndedAsync()).Status);
        Assert.Equal(["Alpha(first) 1", "Beta(second) 1"], script.Calls);
    }
}
