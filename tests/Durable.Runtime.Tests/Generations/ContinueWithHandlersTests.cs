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
}
