using Durable.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Tests.Generations;

/// <summary>What arrives while one generation ends and the next begins is handled once, by one of them.</summary>
[Proves("B-CTL-3")]
public sealed class ContinueWithHandlersTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [Proves("B-WAIT-3")]
    public async Task ContinueAsNew_SignalAndUpdateArriveAroundEachCommit_EachIsHandledOnce(int commit)
    {
        await using var engine = await Engine.StartAsync(durable => durable.AddWorkflow<TallyWorkflow>());
        var client = engine.Host.Services.GetRequiredService<TallyWorkflow.Client>();
        var commits = 0;
        var update = new TaskCompletionSource<Task<int>>();
        engine.Store.BeforeCommit = async _ =>
        {
            if (Interlocked.Increment(ref commits) == commit)
            {
                await engine.Client.SignalAsync(Engine.RunId, TallyWorkflow.Added, 1);
                update.TrySetResult(Task.Run(() => client.Get(Engine.RunId).AddAsync(10)));
            }
        };

        var run = await client.StartAsync(0, new() { RunId = Engine.RunId });

        var answer = await (await update.Task.WaitAsync(engine.Patience)).WaitAsync(engine.Patience);
        Assert.InRange(answer, 10, 11);
        Assert.Equal(11, await run.ResultAsync(engine.Patience));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Proves("B-WAIT-7")]
    public async Task ContinueAsNew_UpdateIsNotOver_ItsCallerIsToldAndItIsNotBegunAgain(bool crash)
    {
        await using var engine = await Engine.StartAsync(durable => durable.AddWorkflow<SlowTallyWorkflow>());
        var run = await engine.Host.Services.GetRequiredService<SlowTallyWorkflow.Client>().StartAsync(0, new() { RunId = Engine.RunId });
        Assert.Equal(1, await run.CountAsync(idempotencyKey: "first"));
        var update = run.WaitAsync(idempotencyKey: "slow");
        await engine.UntilAsync(info => info.JournalLength == 4);

        await run.SignalAsync(SlowTallyWorkflow.Next, 1);

        Assert.Equal(DurableErrorCodes.UpdateAbandoned, (await Assert.ThrowsAsync<DurableException>(() => update)).Code);
        Assert.Equal(2, (await engine.UntilAsync(info => info.Generation == 2)).Generation);
        if (crash)
        {
            await engine.RestartAsync(script: null);
            run = engine.Host.Services.GetRequiredService<SlowTallyWorkflow.Client>().Get(Engine.RunId);
        }

        // Both are known by their keys, although the generation that had them is over.
        Assert.Equal(DurableErrorCodes.UpdateAbandoned, (await Assert.ThrowsAsync<DurableException>(() => run.WaitAsync(idempotencyKey: "slow"))).Code);
        Assert.Equal(1, await run.CountAsync(idempotencyKey: "first"));
        await run.SignalAsync(SlowTallyWorkflow.Next, 0);
        Assert.Equal(2, await run.ResultAsync(engine.Patience));
        var kinds = new List<string>();
        await foreach (var record in engine.Client.ReadHistoryAsync(Engine.RunId, generation: 1))
        {
            kinds.Add(record.Kind);
        }

        Assert.Equal(["start", "update", "updateEnd", "update", "signal", "updateEnd", "continue"], kinds);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Proves("B-WAIT-3")]
    public async Task ContinueAsNew_UpdateArrivesWhileAStepStillRuns_TheNextGenerationHasIt(bool crash)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var finish = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var work = new BusyTallyWorkflow.Work(() => begun.Task, () =>
        {
            begun.TrySetResult();
            return finish.Task;
        });
        await using var engine = await Engine.StartAsync(durable => durable.AddWorkflow<BusyTallyWorkflow>().Services.AddSingleton(work));
        var run = await engine.Host.Services.GetRequiredService<BusyTallyWorkflow.Client>().StartAsync(0, new() { RunId = Engine.RunId });
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Contains("step Brief"));

        var update = run.AddAsync(7, "late", engine.Patience);
        await engine.UntilAsync(async () => engine.Store.InboxReads > 0 && (await engine.Store.ReadInboxAsync(Engine.RunId, 0)).Count == 0);
        if (crash)
        {
            await engine.KillAsync();
            await engine.LiveAsync(script: null);
            run = engine.Host.Services.GetRequiredService<BusyTallyWorkflow.Client>().Get(Engine.RunId);
            update = run.AddAsync(7, "late", engine.Patience);
        }

        finish.SetResult();

        Assert.Equal(7, await update.WaitAsync(Pulse.Patience));
        Assert.Equal(7, await run.ResultAsync(engine.Patience));
        Assert.Equal(2, (await engine.Client.GetAsync(Engine.RunId))!.Generation);
        Assert.Equal(["start", "update late", "updateEnd late", "end"], await engine.JournalAsync());
    }

    [Fact]
    [Proves("B-WAIT-3")]
    public async Task ContinueAsNew_UpdateIsWrittenWithTheGenerationsLastRecord_TheNextGenerationHasIt()
    {
        var writing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var engine = await Engine.StartAsync(static durable => durable.AddWorkflow<TallyWorkflow>());
        engine.Store.BeforeCommit = _ =>
        {
            writing.TrySetResult();
            return written.Task;
        };
        var run = await engine.Host.Services.GetRequiredService<TallyWorkflow.Client>().StartAsync(0, new() { RunId = Engine.RunId });
        await writing.Task.WaitAsync(Pulse.Patience);

        // Taken while the outcome is being written with which the body goes on to continue as new.
        var update = run.AddAsync(11, "late", engine.Patience);
        await engine.UntilAsync(() => Task.FromResult(engine.Store.InboxReads > 0));
        written.SetResult();

        Assert.Equal(11, await update.WaitAsync(Pulse.Patience));
        Assert.Equal(11, await run.ResultAsync(engine.Patience));
    }
}
