using Durable.Store.Contract;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Durable.Tests.Hosting;

public sealed class GenericHostTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // The shape of the documentation's first example: disposed synchronously, never stopped.
    [Fact]
    public async Task Host_DisposedWithoutStopping_RunsWorkflowsAndLetsTheWorkerGo()
    {
        OrphanProbe probe = new();
        using (var host = Build(durable => durable.AddWorkflow<EchoWorkflow>().UseStore(_ => probe).Services.AddSingleton<Voice>()))
        {
            await host.StartAsync(Token);
            var run = await host.Services.GetRequiredService<EchoWorkflow.Client>().StartAsync("hello", cancellationToken: Token);
            Assert.Equal("hello", await run.ResultAsync(Token));
        }

        Assert.True(probe.Disposed);
        Assert.False(probe.WorkerLeftBehind);
    }

    [Fact]
    public async Task Client_BeforeTheHostStarts_SaysSo()
    {
        using var host = Build(durable => durable.AddWorkflow<EchoWorkflow>().UseInMemoryStore().Services.AddSingleton<Voice>());

        var refused = await Assert.ThrowsAsync<DurableException>(
            () => host.Services.GetRequiredService<EchoWorkflow.Client>().StartAsync("hello", cancellationToken: Token));

        Assert.Equal(DurableErrorCodes.HostNotStarted, refused.Code);
    }

    [Fact]
    public async Task AddDurable_CalledTwice_AddsUpToOneWorker()
    {
        using var host = Build(
            durable => durable.AddWorkflow<EchoWorkflow>().UseInMemoryStore().Services.AddSingleton<Voice>(),
            durable => durable.AddWorkflow<BulkWorkflow>());

        await host.StartAsync(Token);

        Assert.Single(host.Services.GetServices<IHostedService>().OfType<DurableService>());
        var first = await host.Services.GetRequiredService<EchoWorkflow.Client>().StartAsync("a", cancellationToken: Token);
        var second = await host.Services.GetRequiredService<BulkWorkflow.Client>().StartAsync("b", cancellationToken: Token);
        Assert.Equal("a", await first.ResultAsync(Token));
        Assert.Equal("b", await second.ResultAsync(Token));
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task AddDurable_RegisteredTimeProvider_IsTheOneUsed()
    {
        var time = new ManualTimeProvider();
        using var host = Build(durable =>
        {
            durable.AddWorkflow<EchoWorkflow>().UseInMemoryStore();
            durable.Services.AddSingleton<Voice>().AddSingleton<TimeProvider>(time);
        });
        await host.StartAsync(Token);

        var run = await host.Services.GetRequiredService<EchoWorkflow.Client>().StartAsync("hello", cancellationToken: Token);

        Assert.Equal(time.GetUtcNow(), (await run.GetInfoAsync(Token)).CreatedAt);
        await run.ResultAsync(Token);
    }

    private static IHost Build(params Action<DurableBuilder>[] configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        foreach (var part in configure)
        {
            builder.Services.AddDurable(part);
        }

        return builder.Build();
    }
}
