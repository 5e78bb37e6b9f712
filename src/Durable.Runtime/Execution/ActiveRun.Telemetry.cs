using System.Diagnostics;
using Durable.Journal;
using Durable.Telemetry;

namespace Durable.Execution;

/// <summary>What is told of the run to whoever listens. Each time in memory is a span; all of a run's spans are of one trace, over restarts and generations.</summary>
internal sealed partial class ActiveRun
{
    private Activity? _activity;
    private ActivityContext? _traceContext;
    private long? _commitBegan;

    /// <summary>What the spans of the run's steps, and those of its children, hang under.</summary>
    public ActivityContext TraceContext => _activity?.Context ?? OriginOfTrace;

    private ActivityContext OriginOfTrace =>
        _traceContext ??= RunTracing.ContextOf(RecordFields.Read(_claim.Journal[0].Utf8).Trace, Lease.RunId);

    /// <summary>What a child, or the next generation, records of where it came from.</summary>
    private string? TraceForOthers => _activity?.Id ?? StartRecord.Trace;

    private void BeginTrace()
    {
        if (!RunTracing.Source.HasListeners())
        {
            return;
        }

        // The span is not made the current one: the body's code runs on many threads, one after the other.
        var current = Activity.Current;
        _activity = RunTracing.Source.StartActivity(
            $"run {_definition.Name}",
            ActivityKind.Consumer,
            OriginOfTrace,
            [
                new("durable.workflow.name", _definition.Name),
                new("durable.workflow.version", _definition.Version),
                new("durable.run.id", RunId),
                new("durable.run.generation", _claim.Run.Generation),
                new("durable.worker.id", Services.WorkerId),
            ]);
        Activity.Current = current;
    }

    private void EndTrace(RunFate fate)
    {
        if (fate == RunFate.Stuck)
        {
            RunMetrics.Stuck(_definition.Name);
        }

        if (_activity is not { } activity)
        {
            return;
        }

        _activity = null;
        activity.SetTag("durable.run.status", RunStatusNames.Of(_durableState.Status));
        if (fate is RunFate.Stuck or RunFate.Lost or RunFate.StoreFailed)
        {
            activity.SetStatus(ActivityStatusCode.Error, fate.ToString());
        }

        activity.Dispose();
    }

    private void CountEnd(EndRecord end) =>
        RunMetrics.Ended(_definition.Name, end.Status, TimeSpan.FromMilliseconds(end.Timestamp - _claim.Run.CreatedAt.ToUnixTimeMilliseconds()));

    private void CommitBegins() => _commitBegan = RunMetrics.TimesCommits ? Services.Time.GetTimestamp() : null;

    private void CommitEnds()
    {
        if (_commitBegan is { } began)
        {
            RunMetrics.Committed(Services.Time.GetElapsedTime(began));
        }

        for (var i = 0; i < _sending?.NewRuns.Count; i++)
        {
            RunMetrics.Started(_sending.NewRuns[i].Workflow);
        }
    }
}
