using System.Collections.Concurrent;
using Durable.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Tests.Execution;

/// <summary>What a workflow's constructor was given is there until the last of its steps has left, however the run ends.</summary>
[Proves("B-WORK-4")]
public sealed class ScopeLifetimeTests
{
    private readonly TaskCompletionSource _running = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _finish = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<string> _log = new();

    [Fact]
    public async Task Terminate_StepTidiesUp_ServicesAreStillThere()
    {
        await using var engine = await StartAsync();

        await engine.Client.TerminateAsync(Engine.RunId);

        await EndsAsync(engine);
    }

    [Fact]
    public async Task Stop_StepTidiesUpAfterTheTimeOut_ServicesAreStillThere()
    {
        await using var engine = await StartAsync();

        await engine.Host.StopAsync().WaitAsync(Pulse.Patience);

        await EndsAsync(engine);
    }

    [Fact]
    public async Task Timeout_AttemptGoesOnAfterTheRunsEnd_ServicesAreStillThere()
    {
        await using var engine = await StartAsync(isTimed: true);

        await engine.Time.WhenTimerSetAsync(engine.Time.GetUtcNow().AddSeconds(30)).WaitAsync(Pulse.Patience);
        engine.Time.Advance(TimeSpan.FromSeconds(30));
        await engine.UntilEndedAsync();

        await EndsAsync(engine);
    }

    private async Task<Engine> StartAsync(bool isTimed = false)
    {
        var work = new TidyWorkflow.Work(async scoped =>
        {
            scoped.Use();
            _running.TrySetResult();
            await _finish.Task;
            scoped.Use();
        });
        var engine = await Engine.StartAsync(durable =>
        {
            durable.ConfigureWorker(static worker => worker.StopTimeout = TimeSpan.Zero);
            durable.AddWorkflow<TidyWorkflow>();
            durable.Services.AddSingleton(_log).AddSingleton(work).AddScoped<Scoped>();
        });
        await engine.Host.Services.GetRequiredService<TidyWorkflow.Client>().StartAsync(isTimed, new() { RunId = Engine.RunId });
        await _running.Task.WaitAsync(Pulse.Patience);
        return engine;
    }

    private async Task EndsAsync(Engine engine)
    {
        Assert.DoesNotContain("disposed", _log);
        _finish.SetResult();
        await engine.UntilAsync(() => Task.FromResult(_log.Contains("disposed")));
        Assert.Equal(["made", "used", "used", "disposed"], _log);
    }
}
