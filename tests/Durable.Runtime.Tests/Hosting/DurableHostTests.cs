using Durable.Storage;
using Durable.Storage.InMemory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Durable.Tests.Hosting;

public sealed class DurableHostTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_WorkflowAndStore_RunsWhatIsStarted()
    {
        await using var durable = await StartAsync();

        var run = await durable.Services.GetRequiredService<EchoWorkflow.Client>().StartAsync("hello", cancellationToken: Token);

        Assert.Equal("hello", await run.ResultAsync(Token));
        Assert.Same(durable.Client, durable.Services.GetRequiredService<DurableClient>());
    }

    [Fact]
    public async Task Start_TypedClientMadeByHand_WorksAsTheInjectedOne()
    {
        await using var durable = await StartAsync();

        var run = await new EchoWorkflow.Client(durable.Client).StartAsync("hello", cancellationToken: Token);

        Assert.Equal("hello", await run.ResultAsync(Token));
    }

    [Fact]
    public async Task Start_DefaultQueues_ServeThoseTheWorkflowsName()
    {
        await using var durable = await StartAsync();

        var run = await durable.Services.GetRequiredService<BulkWorkflow.Client>().StartAsync("hello", cancellationToken: Token);

        Assert.Equal("hello", await run.ResultAsync(Token));
    }

    [Fact]
    public async Task Start_QueueAddedToTheDefaultOnes_ServesThemAll()
    {
        await using var durable = await StartAsync(builder => builder.ConfigureWorker(options => options.Queues.Add("further")));

        var plain = await durable.Services.GetRequiredService<EchoWorkflow.Client>().StartAsync("plain", cancellationToken: Token);
        var named = await durable.Services.GetRequiredService<BulkWorkflow.Client>().StartAsync("named", cancellationToken: Token);
        var further = await durable.Services.GetRequiredService<EchoWorkflow.Client>().StartAsync("further", new() { Queue = "further" }, Token);

        Assert.Equal(["plain", "named", "further"], [await plain.ResultAsync(Token), await named.ResultAsync(Token), await further.ResultAsync(Token)]);
    }

    [Fact]
    public async Task Start_QueuesGiven_LeavesOtherRunsAlone()
    {
        await using var durable = await StartAsync(builder => builder.ConfigureWorker(options => options.Queues = ["bulk"]));
        var left = await durable.Services.GetRequiredService<EchoWorkflow.Client>().StartAsync("left", cancellationToken: Token);

        var taken = await durable.Services.GetRequiredService<BulkWorkflow.Client>().StartAsync("taken", cancellationToken: Token);

        await taken.ResultAsync(Token);
        Assert.Equal(RunStatus.Pending, (await left.GetInfoAsync(Token)).Status);
    }

    [Fact]
    public async Task Start_WorkflowNotAdded_CannotBeStarted()
    {
        await using var durable = await DurableHost.StartAsync(
            builder => builder.AddWorkflow<EchoWorkflow>().UseInMemoryStore().Services.AddSingleton<Voice>(), Token);

        var refused = await Assert.ThrowsAsync<DurableException>(() => new BulkWorkflow.Client(durable.Client).StartAsync("x", cancellationToken: Token));

        Assert.Equal(DurableErrorCodes.WorkflowUnknown, refused.Code);
    }

    [Fact]
    public async Task Start_NoLoggingAdded_WorkflowsMayStillAskForLoggers()
    {
        await using var durable = await StartAsync();

        Assert.False(durable.Services.GetRequiredService<ILogger<DurableHostTests>>().IsEnabled(LogLevel.Critical));
    }

    [Fact]
    public async Task Start_StoreThatDoesNotOpen_DisposesItAndTellsWhy()
    {
        var store = new UnopenableStore();

        var refused = await Assert.ThrowsAsync<StoreLockedException>(() => DurableHost.StartAsync(
            builder => builder.AddWorkflow<EchoWorkflow>().UseStore(_ => store), Token));

        Assert.Equal(DurableErrorCodes.StoreLocked, refused.Code);
        Assert.True(store.Disposed);
    }

    // B-WORK-4: running steps get time to finish.
    [Fact]
    public async Task Stop_StepRunning_WaitsForItAndRecordsIt()
    {
        var store = new UndyingStore(new InMemoryStore(TimeProvider.System));
        var voice = new Voice();
        var breath = new TaskCompletionSource();
        voice.Breath = breath.Task;
        var durable = await StartAsync(builder => builder.UseStore(_ => store), voice);
        var run = await durable.Services.GetRequiredService<EchoWorkflow.Client>().StartAsync("hello", new() { RunId = "e-1" }, Token);
        await voice.Speaking.WaitAsync(Token);

        var stopping = durable.StopAsync(Token);
        Assert.False(stopping.IsCompleted);
        breath.SetResult();
        await stopping;

        await durable.DisposeAsync();
        Assert.Contains(await store.JournalKindsAsync("e-1"), kind => kind is "step" or "end");
        Assert.Null((await store.FindAsync("e-1", Token))?.Owner);
    }

    [Fact]
    public async Task Stop_Twice_IsFineAndTheClientSaysSo()
    {
        var durable = await StartAsync();
        await durable.StopAsync(Token);

        await durable.StopAsync(Token);
        await durable.DisposeAsync();
        await durable.DisposeAsync();

        var refused = await Assert.ThrowsAsync<DurableException>(() => durable.Client.GetAsync("x", Token));
        Assert.Equal(DurableErrorCodes.HostStopped, refused.Code);
    }

    [Fact]
    public async Task Restart_RunWaitingForASignal_GoesOn()
    {
        var store = new UndyingStore(new InMemoryStore(TimeProvider.System));
        await using (var first = await StartAsync(builder => builder.UseStore(_ => store)))
        {
            await first.Services.GetRequiredService<EchoWorkflow.Client>().StartAsync("wait", new() { RunId = "e-1" }, Token);
        }

        await using var second = await StartAsync(builder => builder.UseStore(_ => store));
        var run = second.Services.GetRequiredService<EchoWorkflow.Client>().Get("e-1");
        await run.SignalAsync(EchoWorkflow.Next, "later", cancellationToken: Token);

        Assert.Equal("later", await run.ResultAsync(Token));
    }

    private static Task<DurableHost> StartAsync(Action<DurableBuilder>? configure = null, Voice? voice = null) => DurableHost.StartAsync(
        builder =>
        {
            builder.AddWorkflow<EchoWorkflow>().AddWorkflow<BulkWorkflow>().UseInMemoryStore();
            builder.Services.AddSingleton(voice ?? new Voice());
            configure?.Invoke(builder);
        },
        Token);
}
