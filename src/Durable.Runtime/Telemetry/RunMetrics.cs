using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Durable.Execution;
using Durable.Journal;

namespace Durable.Telemetry;

/// <summary>What runs are counted by. An instrument that nobody listens to costs one look at a field.</summary>
internal static class RunMetrics
{
    private static readonly Meter s_meter = new(DurableTelemetry.MeterName);
    private static readonly ConcurrentDictionary<ActiveRuns, bool> s_workers = new();

    private static readonly Counter<long> s_started = s_meter.CreateCounter<long>("durable.runs.started", "{run}", "Runs that were started.");
    private static readonly Counter<long> s_ended = s_meter.CreateCounter<long>("durable.runs.ended", "{run}", "Runs that ended, by final status.");
    private static readonly Counter<long> s_stuck = s_meter.CreateCounter<long>("durable.runs.stuck", "{run}", "Runs that were parked as stuck.");
    private static readonly Histogram<double> s_runDuration = s_meter.CreateHistogram<double>("durable.run.duration", "s", "From a run's start to its end.");
    private static readonly Histogram<double> s_attemptDuration =
        s_meter.CreateHistogram<double>("durable.step.attempt.duration", "s", "One attempt of a step or compensator, by outcome.");

    private static readonly Histogram<double> s_commitDuration = s_meter.CreateHistogram<double>("durable.commit.duration", "s", "From a commit's hand-over to the store until it is durable.");

    static RunMetrics() => s_meter.CreateObservableUpDownCounter(
        "durable.runs.active", static () => s_workers.Keys.Sum(static runs => (long)runs.Count), "{run}", "Runs in memory.");

    public static bool CountsAttempts => s_attemptDuration.Enabled;

    public static bool TimesCommits => s_commitDuration.Enabled;

    public static void Add(ActiveRuns runs) => s_workers[runs] = true;

    public static void Remove(ActiveRuns runs) => s_workers.TryRemove(runs, out _);

    public static void Started(string workflow) => s_started.Add(1, new KeyValuePair<string, object?>("durable.workflow.name", workflow));

    public static void Stuck(string workflow) => s_stuck.Add(1, new KeyValuePair<string, object?>("durable.workflow.name", workflow));

    public static void Ended(string workflow, RunStatus status, TimeSpan duration)
    {
        if (s_ended.Enabled || s_runDuration.Enabled)
        {
            var name = new KeyValuePair<string, object?>("durable.workflow.name", workflow);
            var outcome = new KeyValuePair<string, object?>("durable.run.status", RunStatusNames.Of(status));
            s_ended.Add(1, name, outcome);
            s_runDuration.Record(duration.TotalSeconds, name, outcome);
        }
    }

    public static void AttemptEnded(string workflow, string step, string outcome, TimeSpan duration) => s_attemptDuration.Record(
        duration.TotalSeconds,
        new KeyValuePair<string, object?>("durable.workflow.name", workflow),
        new KeyValuePair<string, object?>("durable.step.name", step),
        new KeyValuePair<string, object?>("durable.step.outcome", outcome));

    public static void Committed(TimeSpan duration) => s_commitDuration.Record(duration.TotalSeconds);
}
