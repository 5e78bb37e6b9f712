using Durable;
using Durable.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Consumer;

/// <summary>What an author writes who has read the page about testing.</summary>
public sealed class GreenhouseTests
{
    [Fact]
    public async Task Class_Alone_IsAnOrdinaryObject()
    {
        var ctx = new TestWorkflowContext();
        ctx.Deliver(GreenhouseWorkflow.Moisture, 40, after: TimeSpan.FromHours(2));

        Assert.Equal("valve-1 watered roses", await new GreenhouseWorkflow(new Valves()).RunAsync(ctx, "roses"));
    }

    [Fact]
    public async Task Host_SkipsAMonthAndRetriesTheFake()
    {
        await using var durable = await DurableTestHost.StartAsync(d => d.AddWorkflows().Services.AddSingleton<IValves>(new Valves()));
        durable.Fake<GreenhouseWorkflow>().Step("open", call => call.Step.Attempt < 3
            ? throw new IOException("stuck")
            : Task.FromResult($"the valve of {call.Argument("bed").GetString()}"));
        var begun = durable.Clock.GetUtcNow();

        var run = await durable.Services.GetRequiredService<GreenhouseWorkflow.Client>().StartAsync("roses", cancellationToken: TestContext.Current.CancellationToken);
        await run.SignalAsync(GreenhouseWorkflow.Moisture, 40, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("the valve of roses watered roses", await run.ResultAsync(TestContext.Current.CancellationToken));
        Assert.True(durable.Clock.GetUtcNow() - begun > TimeSpan.FromDays(30));
        await durable.VerifyReplayAsync(run.RunId);
        await Replay.VerifyAsync<GreenhouseWorkflow>(await durable.Client.ExportHistoryAsync(run.RunId, cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Host_NobodyComes_IsUndone()
    {
        var valves = new Valves();
        await using var durable = await DurableTestHost.StartAsync(d => d.AddWorkflows().Services.AddSingleton<IValves>(valves));

        var run = await durable.Services.GetRequiredService<GreenhouseWorkflow.Client>().StartAsync("roses", cancellationToken: TestContext.Current.CancellationToken);
        var failed = await Assert.ThrowsAsync<RunFailedException>(() => run.ResultAsync(TestContext.Current.CancellationToken));

        Assert.Equal((RunStatus.Compensated, 0), (failed.Status, valves.Open));
    }

    [Fact]
    public async Task CrashEverywhere_WatersOnce()
    {
        var report = await CrashEverywhere.RunAsync(async scene =>
        {
            var valves = new Valves();
            await scene.StartAsync(d => d.AddWorkflows().Services.AddSingleton<IValves>(valves));
            var run = await scene.Services.GetRequiredService<GreenhouseWorkflow.Client>().StartAsync("roses", new() { RunId = "roses" });
            await run.SignalAsync(GreenhouseWorkflow.Moisture, 40);
            return $"{await run.ResultAsync()}, {valves.Open} open";
        });

        Assert.True(report.Plays > 9);
    }

    [Fact]
    public async Task CrashEverywhere_FindsAServiceThatForgetsItsKeys()
    {
        var found = await Assert.ThrowsAsync<CrashDifferenceException>(() => CrashEverywhere.RunAsync(async scene =>
        {
            var valves = new Valves { KnowsKeys = false };
            await scene.StartAsync(d => d.AddWorkflows().Services.AddSingleton<IValves>(valves));
            var run = await scene.Services.GetRequiredService<GreenhouseWorkflow.Client>().StartAsync("roses", new() { RunId = "roses" });
            await run.SignalAsync(GreenhouseWorkflow.Moisture, 40);
            return await run.ResultAsync();
        }));

        Assert.Contains("valve-2", found.Message, StringComparison.Ordinal);
    }

    private sealed class Valves : IValves
    {
        private readonly Dictionary<string, string> _open = [];

        public bool KnowsKeys { get; init; } = true;

        public int Open
        {
            get
            {
                lock (_open)
                {
                    return _open.Count;
                }
            }
        }

        public Task<string> OpenAsync(string bed, string key)
        {
            lock (_open)
            {
                var known = KnowsKeys ? key : $"{key} {_open.Count}";
                _open.TryAdd(known, $"valve-{_open.Count + 1}");
                return Task.FromResult(_open[known]);
            }
        }

        public Task CloseAsync(string bed, string key)
        {
            lock (_open)
            {
                _open.Clear();
            }

            return Task.CompletedTask;
        }
    }
}
