using Durable.Storage;
using Durable.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Tests.Generations;

/// <summary>A run goes on with a fresh journal under the same id.</summary>
[Proves("B-CTL-3")]
public sealed class ContinueAsNewTests
{
    [Fact]
    public async Task ContinueAsNew_NextGeneration_HasTheSameIdAndTagsAndAFreshJournal()
    {
        await using var engine = await StartAsync(async (ctx, workflow, input) =>
        {
            await workflow.DoAsync(input);
            return ctx.Generation < 3 ? await ChildWorkflow.AgainAsync(ctx, input + ctx.Generation) : $"{input} {ctx.Tags["k"]}";
        });
        var client = engine.Host.Services.GetRequiredService<ChildWorkflow.Client>();

        var run = await client.StartAsync("in", new() { RunId = Engine.RunId, Tags = new Dictionary<string, string> { ["k"] = "v" } });

        Assert.Equal("in12 v", await run.ResultAsync(engine.Patience));
        var info = (await engine.Client.GetAsync(Engine.RunId))!;
        Assert.Equal((3, "v", RunStatus.Completed), (info.Generation, info.Tags["k"], info.Status));
        Assert.Equal(["start", "step Do", "end"], await engine.JournalAsync());
        Assert.Equal(["start", "step Do", "continue"], await GenerationAsync(engine, 1));
        Assert.Equal(["start", "step Do", "continue"], await GenerationAsync(engine, 2));
        Assert.Equal(["start", "step Do", "end"], await GenerationAsync(engine, 3));
        var refused = await Assert.ThrowsAsync<DurableException>(() => GenerationAsync(engine, 4));
        Assert.Equal(DurableErrorCodes.GenerationNotFound, refused.Code);
    }

    [Fact]
    [Proves("B-DET-1")]
    public async Task ContinueAsNew_Random_DiffersBetweenGenerations()
    {
        await using var engine = await StartAsync((ctx, workflow, input) =>
            ctx.Generation < 2 ? ChildWorkflow.AgainAsync(ctx, ctx.NewGuid().ToString()) : Task.FromResult($"{input} {ctx.NewGuid()}"));

        await engine.Host.Services.GetRequiredService<ChildWorkflow.Client>().StartAsync("in", new() { RunId = Engine.RunId });

        var guids = (await engine.UntilEndedAsync()).Result!.Value.GetString()!.Split(' ');
        Assert.NotEqual(guids[0], guids[1]);
    }

    [Fact]
    [Proves("B-WAIT-3")]
    public async Task ContinueAsNew_SignalsNobodyTook_AreThereInOrder()
    {
        await using var engine = await StartAsync(async (ctx, workflow, input) =>
        {
            var taken = input + await ctx.WaitForSignalAsync(ChildWorkflow.Go);
            return ctx.Generation < 5 ? await ChildWorkflow.AgainAsync(ctx, taken) : taken;
        });
        var run = await engine.Host.Services.GetRequiredService<ChildWorkflow.Client>().StartAsync("", new() { RunId = Engine.RunId });

        foreach (var value in new[] { "a", "b", "c", "d", "e" })
        {
            await run.SignalAsync(ChildWorkflow.Go, value);
        }

        Assert.Equal("abcde", await run.ResultAsync(engine.Patience));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [Proves("B-WAIT-3")]
    public async Task ContinueAsNew_SignalsArriveAroundEachCommit_NoneIsLost(int commit)
    {
        await using var engine = await StartAsync(async (ctx, workflow, input) =>
        {
            await workflow.DoAsync("x");
            if (ctx.Generation < 3)
            {
                return await ChildWorkflow.AgainAsync(ctx, input);
            }

            return await ctx.WaitForSignalAsync(ChildWorkflow.Go) + await ctx.WaitForSignalAsync(ChildWorkflow.Go);
        });
        var commits = 0;
        engine.Store.BeforeCommit = async _ =>
        {
            if (Interlocked.Increment(ref commits) == commit)
            {
                await engine.Client.SignalAsync(Engine.RunId, ChildWorkflow.Go, "a");
                await engine.Client.SignalAsync(Engine.RunId, ChildWorkflow.Go, "b");
            }
        };

        var run = await engine.Host.Services.GetRequiredService<ChildWorkflow.Client>().StartAsync("", new() { RunId = Engine.RunId });

        Assert.Equal("ab", await run.ResultAsync(engine.Patience));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [Proves("B-CTL-1")]
    public async Task ContinueAsNew_CancelAroundEachCommit_EndsTheRun(int commit)
    {
        await using var engine = await StartAsync(async (ctx, workflow, input) =>
        {
            await workflow.DoAsync("x");
            return await ChildWorkflow.AgainAsync(ctx, input);
        });
        var commits = 0;
        engine.Store.BeforeCommit = async _ =>
        {
            if (Interlocked.Increment(ref commits) == commit)
            {
                await engine.Client.CancelAsync(Engine.RunId);
            }
        };

        await engine.Host.Services.GetRequiredService<ChildWorkflow.Client>().StartAsync("", new() { RunId = Engine.RunId });

        Assert.Equal(RunStatus.Cancelled, (await engine.UntilEndedAsync()).Status);
    }

    [Fact]
    public async Task ContinueAsNew_ProcessDiesAtEachCommit_EndsWithTheSameResult()
    {
        for (var crashAt = 1; crashAt <= 6; crashAt++)
        {
            foreach (var isApplied in new[] { false, true })
            {
                await using var engine = await StartAsync(Counting);
                var commits = 0;
                var died = new TaskCompletionSource();
                var at = crashAt;
                Func<RunCommit, Task> die = _ =>
                {
                    if (Interlocked.Increment(ref commits) == at)
                    {
                        engine.Vanish();
                        died.TrySetResult();
                    }

                    return Task.CompletedTask;
                };
                engine.Store.BeforeCommit = isApplied ? null : die;
                engine.Store.AfterCommit = isApplied ? die : null;
                await engine.Host.Services.GetRequiredService<ChildWorkflow.Client>().StartAsync("", new() { RunId = Engine.RunId });
                await died.Task.WaitAsync(engine.Patience);
                await engine.KillAsync();

                await engine.LiveAsync(script: null);

                Assert.Equal("123", (await engine.UntilEndedAsync()).Result!.Value.GetString());
            }
        }

        static async Task<string> Counting(WorkflowContext ctx, ChildWorkflow workflow, string input)
        {
            var counted = input + await workflow.DoAsync($"{ctx.Generation}");
            return ctx.Generation < 3 ? await ChildWorkflow.AgainAsync(ctx, counted) : counted;
        }
    }

    [Fact]
    public async Task ShouldContinueAsNew_FollowsTheJournalsLength()
    {
        var advised = new List<bool>();
        await using var engine = await StartAsync(async (ctx, workflow, input) =>
        {
            if (ctx.Generation > 1)
            {
                return ctx.ShouldContinueAsNew ? "still" : "fresh";
            }

            advised.Add(ctx.ShouldContinueAsNew);
            await Task.WhenAll(Enumerable.Range(0, WorkflowContext.AdvisedJournalLength).Select(i => workflow.DoAsync("x")));
            advised.Add(ctx.ShouldContinueAsNew);
            return await ChildWorkflow.AgainAsync(ctx, input);
        });

        await engine.Host.Services.GetRequiredService<ChildWorkflow.Client>().StartAsync("", new() { RunId = Engine.RunId });

        Assert.Equal("fresh", (await engine.UntilEndedAsync()).Result!.Value.GetString());
        Assert.Equal([false, true], advised);
    }

    private static Task<Engine> StartAsync(Func<WorkflowContext, ChildWorkflow, string, Task<string>> body) => Engine.StartAsync(durable =>
    {
        durable.Services.AddSingleton(new ChildScript(body));
        durable.AddWorkflow<ChildWorkflow>();
    });

    private static async Task<List<string>> GenerationAsync(Engine engine, int generation)
    {
        var lines = new List<string>();
        await foreach (var record in engine.Client.ReadHistoryAsync(Engine.RunId, generation))
        {
            lines.Add(record.OperationId is null ? record.Kind : $"{record.Kind} {record.OperationId}");
        }

        return lines;
    }
}
