using System.Collections.Concurrent;
using Durable.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Durable.Tests.Execution;

public sealed class ActivationTests
{
    [Fact]
    public async Task Scope_OnePerActivation_IsDisposedWhenTheRunLeavesMemory()
    {
        var log = new ConcurrentQueue<string>();
        await using var engine = await Engine.StartAsync(durable =>
        {
            durable.AddWorkflow<ScopedWorkflow>();
            durable.Services.AddSingleton(log).AddScoped<Scoped>();
        });
        var runs = engine.Host.Services.GetRequiredService<ScopedWorkflow.Client>();

        var run = await runs.StartAsync(new() { RunId = Engine.RunId });
        await engine.WakeAsync();
        await run.ResultAsync(engine.Patience);
        await engine.UntilAsync(() => Task.FromResult(log.Count(line => line == "disposed") == 2));

        // Both steps of one life share the scope; the next life has its own.
        Assert.Equal(["made", "used", "used", "disposed", "made", "used", "disposed"], log);
    }

    [Fact]
    public async Task Constructor_ServiceMissing_RunWaitsWithTheReasonAndRecovers()
    {
        await using var engine = await Engine.StartAsync(durable => durable.AddWorkflow<ScopedWorkflow>());
        var runs = engine.Host.Services.GetRequiredService<ScopedWorkflow.Client>();

        await runs.StartAsync(new() { RunId = Engine.RunId });
        var info = await engine.UntilAsleepAsync();
        Assert.Contains(nameof(Scoped), info.Reason, StringComparison.Ordinal);
        Assert.True(info.WakeAt > engine.Time.GetUtcNow());
        await engine.RestartAsync(null, durable => durable.Services.AddSingleton(new ConcurrentQueue<string>()).AddScoped<Scoped>());
        await engine.WakeAsync();
        await engine.WakeAsync();

        Assert.Null((await engine.UntilEndedAsync()).Reason);
    }

    [Fact]
    public async Task Constructor_ServiceMissingWhileSignalsWait_DoesNotSpin()
    {
        var attempts = 0;
        var repaired = false;
        var script = new Script
        {
            Body = static async (ctx, _, _) => await ctx.WaitForSignalAsync(ScriptedWorkflow.Go) + await ctx.WaitForSignalAsync(ScriptedWorkflow.Go),
        };
        await using var engine = await Engine.StartAsync(durable =>
        {
            durable.AddWorkflow<ScriptedWorkflow>();
            durable.Services.AddTransient(_ =>
            {
                Interlocked.Increment(ref attempts);
                return repaired ? script : throw new InvalidOperationException("not today");
            });
        });
        var run = await engine.StartRunAsync();
        await engine.UntilAsleepAsync();
        await run.SignalAsync(ScriptedWorkflow.Go, "a");
        await run.SignalAsync(ScriptedWorkflow.Go, "b");
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Count == 3);
        await engine.UntilAsleepAsync();

        Assert.InRange(attempts, 2, 4);
        repaired = true;
        await engine.WakeAsync();
        Assert.Equal("ab", await run.ResultAsync(engine.Patience));
    }

    [Fact]
    public async Task Constructor_ServiceMissing_RunCanBeTerminated()
    {
        await using var engine = await Engine.StartAsync(durable => durable.AddWorkflow<ScopedWorkflow>());
        await engine.Host.Services.GetRequiredService<ScopedWorkflow.Client>().StartAsync(new() { RunId = Engine.RunId });
        await engine.UntilAsleepAsync();

        await engine.Client.TerminateAsync(Engine.RunId);

        Assert.Equal(RunStatus.Terminated, (await engine.UntilEndedAsync()).Status);
    }

    [Fact]
    public async Task Logger_OnReplay_IsSilent()
    {
        var logs = new CapturingLoggers();
        var script = new Script
        {
            Body = static async (ctx, w, input) =>
            {
                ctx.Logger.LogInformation("started");
                await w.AlphaAsync(input);
                ctx.Logger.LogInformation("after Alpha");
                await ctx.SleepAsync(TimeSpan.FromHours(1));
                ctx.Logger.LogInformation("woke");
                return "";
            },
        };
        await using var engine = await Engine.StartAsync(script, durable => durable.Services.AddSingleton<ILoggerFactory>(logs));

        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();
        await engine.RestartAsync(script);
        await engine.WakeAsync();
        await engine.UntilEndedAsync();

        Assert.Equal(2, script.Traces.Count);
        Assert.Equal(["Durable.Workflow.scripted: started", "Durable.Workflow.scripted: after Alpha", "Durable.Workflow.scripted: woke"], logs.Lines.Where(line => line.StartsWith("Durable.Workflow", StringComparison.Ordinal)));
    }

    private sealed class CapturingLoggers : ILoggerFactory
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => new Capturing(categoryName, Lines);

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public void Dispose()
        {
        }

        private sealed class Capturing(string category, ConcurrentQueue<string> lines) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                lines.Enqueue($"{category}: {formatter(state, exception)}");
        }
    }
}
