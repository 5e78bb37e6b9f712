using Durable.Tests.Harness;

namespace Durable.Tests.Handlers;

[Proves("B-WAIT-7")]
public sealed class QueryTests
{
    [Fact]
    public async Task Query_RunAsleep_AnswersAndChangesNothing()
    {
        await using var scene = await CartScene.StartAsync();
        await scene.Cart.AddAsync("apple", 2, cancellationToken: scene.Engine.Patience);
        await scene.Engine.UntilAsleepAsync();
        var commits = scene.Engine.Store.Commits;
        var journal = await scene.Engine.JournalAsync();

        Assert.Equal(2, await scene.Cart.CountAsync(scene.Engine.Patience));

        Assert.Equal([Engine.RunId, "limit 9"], await scene.Cart.NotesFromAsync(0, scene.Engine.Patience));
        Assert.Equal([Engine.RunId], await scene.Cart.NotesFromAsync(1, scene.Engine.Patience));
        Assert.Equal(commits, scene.Engine.Store.Commits);
        Assert.Equal(journal, await scene.Engine.JournalAsync());
        Assert.Null((await scene.Cart.GetInfoAsync()).Worker);
    }

    [Fact]
    public async Task Query_SignalJustSent_IsAnsweredWithIt()
    {
        await using var scene = await CartScene.StartAsync();

        for (var i = 0; i < 20; i++)
        {
            await scene.Cart.SignalAsync(CartWorkflow.Note, $"n{i}");

            Assert.Equal($"n{i}", (await scene.Cart.NotesFromAsync(0, scene.Engine.Patience))[^1]);
        }
    }

    [Fact]
    public async Task Query_RunEnded_StillAnswers()
    {
        await using var scene = await CartScene.StartAsync();
        await scene.Cart.AddAsync("apple", 3, cancellationToken: scene.Engine.Patience);
        await scene.CloseAsync();

        Assert.Equal(3, await scene.Cart.CountAsync(scene.Engine.Patience));
    }

    [Fact]
    public async Task Query_AsksForSomethingDurable_IsMisuse()
    {
        await using var scene = await CartScene.StartAsync();
        await scene.Engine.UntilAsleepAsync();

        await Assert.ThrowsAsync<ContextMisuseException>(() => scene.Cart.MeddleAsync(scene.Engine.Patience));
        await Assert.ThrowsAsync<ContextMisuseException>(() => scene.Cart.CallAsync(scene.Engine.Patience));

        Assert.Equal(0, scene.Probe.Calls);
        Assert.Equal("closed:  + 0 [limit 9]", await scene.CloseAsync());
    }

    [Fact]
    public async Task Query_UnknownRun_IsRefused()
    {
        await using var scene = await CartScene.StartAsync();

        var refused = await Assert.ThrowsAsync<DurableException>(
            () => new CartWorkflow.Client(scene.Engine.Client).Get("other").CountAsync(scene.Engine.Patience));

        Assert.Equal(DurableErrorCodes.RunNotFound, refused.Code);
    }
}
