using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Durable.Storage;
using Durable.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Tests.Telemetry;

/// <summary>What OpenTelemetry is told.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public async Task Trace_CallersSpan_HoldsTheRunAndItsStepsOverARestart()
    {
        using var spans = new Spans("traced-1");
        await using var engine = await Engine.StartAsync(static durable => durable.AddWorkflow<MeasuredWorkflow>());
        using var caller = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();
        await StartAsync(engine, "sleep", "traced-1");
        caller.Stop();
        await engine.UntilAsleepAsync("traced-1");
        await engine.RestartAsync(script: null);
        await engine.WakeAsync("traced-1");

        var trace = caller.TraceId.ToHexString();
        Assert.Equal($"{trace} {trace} step moody", (await engine.UntilEndedAsync("traced-1")).Result!.Value.GetString());
        await engine.Host.StopAsync();
        Assert.All(spans.Ended, span => Assert.Equal(trace, span.TraceId.ToHexString()));
        Assert.Equal(
            ["start measured", "step moody", "step moody", "step trace", "step trace"],
            spans.Ended.Select(static span => span.OperationName).Where(static name => name != "run measured").Order(StringComparer.Ordinal));
        var start = Assert.Single(spans.Ended, static span => span.OperationName == "start measured");
        Assert.Equal(caller.SpanId, start.ParentSpanId);
        var runs = spans.Ended.Where(static span => span.OperationName == "run measured").ToList();
        Assert.True(runs.Count >= 2, $"{runs.Count} times in memory");
        Assert.All(runs, run => Assert.Equal(start.SpanId, run.ParentSpanId));
        Assert.All(spans.Ended.Where(static span => span.OperationName.StartsWith("step", StringComparison.Ordinal)), step => Assert.Contains(runs, run => run.SpanId == step.ParentSpanId));
        var failed = Assert.Single(spans.Ended, static span => span.Status == ActivityStatusCode.Error);
        Assert.Equal(("step moody", ErrorInfo.Exception, 1), (failed.OperationName, failed.GetTagItem("error.type"), failed.GetTagItem("durable.step.attempt")));
        Assert.DoesNotContain(failed.TagObjects, static tag => $"{tag.Value}".Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Trace_ListenedToOnlyLater_IsTheSameInEachProcess()
    {
        await using var engine = await Engine.StartAsync(static durable => durable.AddWorkflow<MeasuredWorkflow>());
        await StartAsync(engine, "sleep", "traced-2");
        await engine.UntilAsleepAsync("traced-2");
        Assert.DoesNotContain("\"trace\"", (await engine.LinesAsync("traced-2"))[0], StringComparison.Ordinal);

        var traces = new HashSet<string>();
        for (var life = 0; life < 2; life++)
        {
            using var spans = new Spans("traced-2");
            await engine.RestartAsync(script: null);
            if (life == 0)
            {
                // Brings the run to memory once.
                await engine.Client.PauseAsync("traced-2");
                await engine.UntilAsync(static info => info.Status == RunStatus.Paused && info.Worker is null, "traced-2");
                await engine.Client.ResumeAsync("traced-2");
                await engine.UntilAsleepAsync("traced-2");
            }
            else
            {
                await engine.WakeAsync("traced-2");
                await engine.UntilEndedAsync("traced-2");
            }

            await engine.Host.StopAsync();
            traces.UnionWith(spans.Ended.Where(static span => span.Kind == ActivityKind.Consumer || span.Kind == ActivityKind.Internal).Select(static span => span.TraceId.ToHexString()));
        }

        Assert.Single(traces);
    }

    [Fact]
    public async Task Meter_RunsAttemptsAndCommits_AreCounted()
    {
        using var measured = new Measurements();
        await using var engine = await Engine.StartAsync(static durable => durable.AddWorkflow<MeasuredWorkflow>());
        for (var i = 0; i < 3; i++)
        {
            await StartAsync(engine, "", $"counted-{i}");
            await engine.UntilEndedAsync($"counted-{i}");
        }

        // The last of it is said after the run's end is durable.
        await engine.Host.StopAsync();
        Assert.Equal(3, measured.Sum("durable.runs.started"));
        Assert.Equal(3, measured.Sum("durable.runs.ended", ("durable.run.status", "completed")));
        Assert.Equal(3, measured.Count("durable.run.duration"));
        Assert.Equal(6, measured.Count("durable.step.attempt.duration", ("durable.step.name", "trace"), ("durable.step.outcome", "completed")));
        Assert.Equal(3, measured.Count("durable.step.attempt.duration", ("durable.step.name", "moody"), ("durable.step.outcome", "failed")));
        Assert.Equal(3, measured.Count("durable.step.attempt.duration", ("durable.step.name", "moody"), ("durable.step.outcome", "completed")));
        Assert.True(measured.All("durable.commit.duration") >= 3 * 4);
    }

    [Fact]
    public async Task Health_FollowsTheHost()
    {
        var engine = await Engine.StartAsync(static durable => durable.AddWorkflow<MeasuredWorkflow>());
        var health = engine.Host.Services.GetRequiredService<DurableHealth>();
        await StartAsync(engine, "sleep", "healthy");
        await engine.UntilAsleepAsync("healthy");
        Assert.Equal((true, 0), (health.Check().IsHealthy, health.Check().ActiveRuns));
        Assert.NotNull(health.Check().WorkerId);

        await engine.Host.StopAsync();
        Assert.False(health.Check().IsHealthy);
        Assert.Null(health.Check().Failure);
        await engine.DisposeAsync();

        var services = new ServiceCollection().AddDurable(static durable => durable.AddWorkflow<MeasuredWorkflow>().UseInMemoryStore()).BuildServiceProvider();
        Assert.Contains("not been started", services.GetRequiredService<DurableHealth>().Check().Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_ProcessWithoutWorker_IsHealthyWhileItsStoreIsOpen()
    {
        await using var services = new ServiceCollection().AddDurableClient(static durable => durable.AddWorkflow<MeasuredWorkflow>().UseInMemoryStore()).BuildServiceProvider();
        var health = services.GetRequiredService<DurableHealth>();
        var service = services.GetRequiredService<Microsoft.Extensions.Hosting.IHostedService>();
        Assert.False(health.Check().IsHealthy);

        await service.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal((true, null), (health.Check().IsHealthy, health.Check().WorkerId));

        await service.StopAsync(TestContext.Current.CancellationToken);
        Assert.False(health.Check().IsHealthy);
    }

    [Fact]
    public async Task Health_StoreFailed_SaysSo()
    {
        await using var engine = await Engine.StartAsync(static durable => durable.AddWorkflow<MeasuredWorkflow>());
        var health = engine.Host.Services.GetRequiredService<DurableHealth>();
        engine.Store.BeforeCommit = static _ => throw new StoreFailedException("the disk is full");
        await StartAsync(engine, "", "unlucky");

        await engine.UntilAsync(() => Task.FromResult(!health.Check().IsHealthy));

        Assert.Contains("the disk is full", health.Check().Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Listener_ThatThrows_LosesNoAttempt()
    {
        await using var engine = await Engine.StartAsync(new Script { Body = static (_, w, input) => w.AlphaAsync(input) });
        using var failing = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == DurableTelemetry.SourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Name.StartsWith("step ", StringComparison.Ordinal) && options.Tags?.Any(static tag => tag.Key == "durable.run.id" && (string?)tag.Value == "listened-to") == true
                    ? ActivitySamplingResult.AllDataAndRecorded
                    : ActivitySamplingResult.None,
            ActivityStopped = static _ => throw new InvalidOperationException("The exporter is broken."),
        };
        ActivitySource.AddActivityListener(failing);

        await engine.StartRunAsync("x", "listened-to");

        Assert.Equal(RunStatus.Completed, (await engine.UntilEndedAsync("listened-to")).Status);
    }

    private static Task<MeasuredWorkflow.Run> StartAsync(Engine engine, string input, string runId) =>
        engine.Host.Services.GetRequiredService<MeasuredWorkflow.Client>().StartAsync(input, new() { RunId = runId });

    /// <summary>The spans of one run; those of other tests are not even made.</summary>
    private sealed class Spans : IDisposable
    {
        private readonly ConcurrentQueue<Activity> _ended = new();
        private readonly ActivityListener _listener;

        public Spans(string runId)
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = static source => source.Name == DurableTelemetry.SourceName,
                Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                    options.Tags?.Any(tag => tag.Key == "durable.run.id" && (string?)tag.Value == runId) == true ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
                ActivityStopped = _ended.Enqueue,
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public IReadOnlyList<Activity> Ended => [.. _ended];

        public void Dispose() => _listener.Dispose();
    }

    private sealed class Measurements : IDisposable
    {
        private readonly ConcurrentQueue<(string Instrument, double Value, KeyValuePair<string, object?>[] Tags)> _all = new();
        private readonly MeterListener _listener;

        public Measurements()
        {
            _listener = new MeterListener
            {
                InstrumentPublished = static (instrument, listener) =>
                {
                    if (instrument.Meter.Name == DurableTelemetry.MeterName)
                    {
                        listener.EnableMeasurementEvents(instrument);
                    }
                },
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => _all.Enqueue((instrument.Name, value, tags.ToArray())));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => _all.Enqueue((instrument.Name, value, tags.ToArray())));
            _listener.Start();
        }

        public double Sum(string instrument, params (string Key, string Value)[] tags) => Of(instrument, tags).Sum(static one => one.Value);

        public int Count(string instrument, params (string Key, string Value)[] tags) => Of(instrument, tags).Count();

        public int All(string instrument) => _all.Count(one => one.Instrument == instrument);

        public void Dispose() => _listener.Dispose();

        private IEnumerable<(string Instrument, double Value, KeyValuePair<string, object?>[] Tags)> Of(string instrument, (string Key, string Value)[] tags) =>
            _all.Where(one => one.Instrument == instrument
                && tags.Append(("durable.workflow.name", "measured")).All(tag => one.Tags.Any(had => had.Key == tag.Item1 && (string?)had.Value == tag.Item2)));
    }
}
