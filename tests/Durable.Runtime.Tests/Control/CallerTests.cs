using Durable.Storage.InMemory;
using Durable.Store.Contract;
using Durable.Tests.Handlers;
using Durable.Tests.Harness;
using Durable.Tests.Hosting;
using Durable.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Durable.Tests.Control;

/// <summary>Processes that only call, updates that start their run, and workflows of several versions.</summary>
public sealed partial class CallerTests
{
    [Fact]
    [Proves("B-WAIT-8")]
    public async Task UpdateWithStart_NoSuchRun_StartsItOnceAndUpdatesIt()
    {
        await using var scene = await CartScene.StartAsync();
        var carts = scene.Engine.Host.Services.GetRequiredService<CartWorkflow.Client>();

        var count = await carts.UpdateWithStartAsync(5, run => run.AddAsync("a", 2), new() { RunId = "cart-2" });
        var more = await carts.UpdateWithStartAsync(7, run => run.AddAsync("b", 1), new() { RunId = "cart-2" });
        await carts.UpdateWithStartAsync(7, run => run.ClearAsync(), new() { RunId = "cart-2" });

        Assert.Equal((2, 3, 0), (count, more, await carts.Get("cart-2").CountAsync()));
        Assert.Equal(["cart-2", "limit 5"], await carts.Get("cart-2").NotesFromAsync(0));
    }

    [Fact]
    [Proves("B-WAIT-7")]
    public async Task UpdateWithStart_RefusedByItsValidator_StartsNothing()
    {
        await using var scene = await CartScene.StartAsync();
        var carts = scene.Engine.Host.Services.GetRequiredService<CartWorkflow.Client>();

        var refused = await Assert.ThrowsAsync<UpdateRefusedException>(() => carts.UpdateWithStartAsync(5, run => run.AddAsync("a", 4), new() { RunId = "cart-2" }));
        var none = await Assert.ThrowsAsync<DurableException>(() => carts.UpdateWithStartAsync(5, _ => Task.FromResult(1), new() { RunId = "cart-2" }));

        Assert.Equal(("too many", DurableErrorCodes.OptionInvalid), (refused.Reason, none.Code));
        Assert.Null(await scene.Engine.Client.GetAsync("cart-2"));
    }

    [Fact]
    [Proves("B-WAIT-8")]
    public async Task UpdateWithStart_ManyAtOnce_StartOnceAndEachIsCarriedOut()
    {
        await using var scene = await CartScene.StartAsync();
        var carts = scene.Engine.Host.Services.GetRequiredService<CartWorkflow.Client>();

        var counts = await Task.WhenAll(Enumerable.Range(0, 10).Select(i =>
            Task.Run(() => carts.UpdateWithStartAsync(5, run => run.AddAsync($"item{i}-", 1, idempotencyKey: $"k{i % 5}"), new() { RunId = "cart-2" }))));

        Assert.Equal(5, await carts.Get("cart-2").CountAsync());
        Assert.Equal(5, counts.Distinct().Count());
    }

    [Fact]
    public async Task AddDurableClient_WithoutAWorker_StartsAndReadsAndRunsNothing()
    {
        var time = new ManualTimeProvider();
        await using var shared = new InMemoryStore(time);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(time);
        services.AddDurableClient(durable => durable.AddWorkflow<EchoWorkflow>().UseStore(_ => new UndyingStore(shared)));
        await using var provider = services.BuildServiceProvider();
        foreach (var hosted in provider.GetServices<IHostedService>())
        {
            await hosted.StartAsync(TestContext.Current.CancellationToken);
        }

        var client = provider.GetRequiredService<DurableClient>();
        var run = await provider.GetRequiredService<EchoWorkflow.Client>().StartAsync("hello", new() { RunId = "r" }, TestContext.Current.CancellationToken);
        Assert.Equal((RunStatus.Pending, null), ((await run.GetInfoAsync(TestContext.Current.CancellationToken)).Status, (await client.GetAsync("r", TestContext.Current.CancellationToken))!.Worker));

        await using var worker = await DurableHost.StartAsync(
            durable =>
            {
                durable.Services.AddSingleton<TimeProvider>(time);
                durable.Services.AddSingleton(new Voice());
                durable.AddWorkflow<EchoWorkflow>().UseStore(_ => new UndyingStore(shared));
            },
            TestContext.Current.CancellationToken);
        await run.ResultAsync(TestContext.Current.CancellationToken).WaitAsync(Pulse.Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task AddDurableClient_FileStoreOfARunningProcess_IsRefusedAndNamesTheOwner()
    {
        using var directory = new StoreDirectory();
        await using var worker = await DurableHost.StartAsync(
            durable =>
            {
                durable.Services.AddSingleton(new Voice());
                durable.AddWorkflow<EchoWorkflow>().UseFileStore(directory.Path);
            },
            TestContext.Current.CancellationToken);
        var services = new ServiceCollection();
        services.AddDurableClient(durable => durable.UseFileStore(directory.Path));
        await using var provider = services.BuildServiceProvider();

        var refused = await Assert.ThrowsAsync<StoreLockedException>(
            () => provider.GetServices<IHostedService>().Single().StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains($"process {Environment.ProcessId}", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Files)]
    [Proves("B-RUN-6")]
    public async Task SeveralVersions_RunsGoOnWithTheirOwnAndAMissingOneIsVisible(StoreKind store)
    {
        // The scripted workflow only opens the engine; the subject are the two versions of another one.
        var script = new Script { Body = static (_, _, input) => Task.FromResult(input) };
        await using var engine = await Engine.StartAsync(script, static durable => durable.AddWorkflow<First.VersionedWorkflow>(), store);
        await engine.Client.StartAsync("versioned", default, new() { RunId = "old" });
        await engine.UntilAsleepAsync("old");
        Assert.True((await engine.Client.GetAsync("old"))!.IsWorkflowKnown);

        await engine.RestartAsync(script, static durable => durable.AddWorkflow<Second.VersionedWorkflow>());
        await engine.Client.StartAsync("versioned", default, new() { RunId = "new" });
        await engine.UntilAsleepAsync("new");
        await engine.Host.Services.GetRequiredService<First.VersionedWorkflow.Client>().Get("old").SignalAsync(First.VersionedWorkflow.Go, 1);
        await engine.Host.Services.GetRequiredService<Second.VersionedWorkflow.Client>().Get("new").SignalAsync(Second.VersionedWorkflow.Go, 1);

        var (first, second) = (await engine.UntilEndedAsync("old"), await engine.UntilEndedAsync("new"));
        Assert.Equal((1, "first"), (first.Version, first.Result!.Value.GetString()));
        Assert.Equal((2, "second"), (second.Version, second.Result!.Value.GetString()));
    }

    [Fact]
    [Proves("B-RUN-6")]
    public async Task MissingVersion_RunWaitsAndSaysSo()
    {
        var time = new ManualTimeProvider();
        await using var store = new InMemoryStore(time);
        await using (var before = await HostAsync(static durable => durable.AddWorkflow<First.VersionedWorkflow>()))
        {
            await before.Client.StartAsync("versioned", default, new() { RunId = "old" }, TestContext.Current.CancellationToken);
        }

        await using var host = await HostAsync(static durable => durable.AddWorkflow<Second.VersionedWorkflow>());
        var info = (await host.Client.GetAsync("old", TestContext.Current.CancellationToken))!;
        Assert.Equal((false, 1, null), (info.IsWorkflowKnown, info.Version, info.Worker));
        await foreach (var listed in host.Client.ListAsync(cancellationToken: TestContext.Current.CancellationToken))
        {
            Assert.False(listed.IsWorkflowKnown);
        }

        Task<DurableHost> HostAsync(Action<DurableBuilder> configure) => DurableHost.StartAsync(durable =>
        {
            durable.Services.AddSingleton<TimeProvider>(time);
            durable.UseStore(_ => new UndyingStore(store));
            configure(durable);
        });
    }

    internal static partial class First
    {
        [Workflow("versioned")]
        internal partial class VersionedWorkflow
        {
            public static readonly Signal<int> Go = new("go");

            public async Task<string> RunAsync(WorkflowContext ctx)
            {
                await ctx.WaitForSignalAsync(Go);
                return "first";
            }
        }
    }

    internal static partial class Second
    {
        [Workflow("versioned", Version = 2)]
        internal partial class VersionedWorkflow
        {
            public static readonly Signal<int> Go = new("go");

            public async Task<string> RunAsync(WorkflowContext ctx)
            {
                await ctx.WaitForSignalAsync(Go);
                return "second";
            }
        }
    }
}
