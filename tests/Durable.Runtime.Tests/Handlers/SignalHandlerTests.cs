using Durable.Tests.Harness;

namespace Durable.Tests.Handlers;

[Proves("B-WAIT-7")]
public sealed class SignalHandlerTests
{
    [Fact]
    public async Task Handler_SignalsBeforeAndAfterSleep_RunInOrderAfterTheFirstWait()
    {
        await using var scene = await CartScene.StartAsync();

        await scene.Cart.SignalAsync(CartWorkflow.Note, "a");
        await scene.Engine.UntilAsleepAsync();
        await scene.Cart.SignalAsync(CartWorkflow.Note, "b");

        Assert.Equal("closed:  + 0 [limit 9,a,b]", await scene.CloseAsync());
    }

    [Fact]
    public async Task AsyncHandler_CallsStepsUnderALock_LosesNoUpdateAndSurvivesACrash()
    {
        await using var scene = await CartScene.StartAsync();
        await scene.Engine.UntilAsleepAsync();

        await Task.WhenAll(Enumerable.Range(1, 5).Select(fee => scene.Cart.SignalAsync(CartWorkflow.Fee, fee)));
        await scene.Engine.UntilAsync(async () => (await scene.Engine.JournalAsync()).Count(line => line.StartsWith("step", StringComparison.Ordinal)) == 5);
        await scene.Engine.UntilAsleepAsync();
        var calls = scene.Probe.Calls;
        await scene.CrashAsync();

        Assert.Equal("closed:  + 15 [limit 9]", await scene.CloseAsync());
        Assert.Equal(calls, scene.Probe.Calls);
    }

    [Fact]
    public async Task Handler_Throws_EndsTheRunAsIfTheBodyHad()
    {
        await using var scene = await CartScene.StartAsync();

        await scene.Cart.SignalAsync(CartWorkflow.Note, "throw");

        var failed = await Assert.ThrowsAsync<RunFailedException>(() => scene.Cart.ResultAsync(scene.Engine.Patience));
        Assert.Equal("a bad note", failed.Error.Message);
    }

    [Fact]
    public async Task WaitForSignal_HandledOneBehindTheAnalyzersBack_IsMisuse()
    {
        await using var scene = await CartScene.StartAsync();

        var failed = await Assert.ThrowsAsync<UpdateFailedException>(() => scene.Cart.WaitForNoteAsync(cancellationToken: scene.Engine.Patience));

        Assert.Equal(DurableErrorCodes.ContextMisuse, failed.Error.Kind);
        Assert.Equal("closed:  + 0 [limit 9]", await scene.CloseAsync());
    }
}
