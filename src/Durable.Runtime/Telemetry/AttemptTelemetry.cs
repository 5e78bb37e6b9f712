using System.Diagnostics;
using Durable.Execution;
using Durable.Steps;
using Microsoft.Extensions.Logging;

namespace Durable.Telemetry;

/// <summary>What is told of one attempt: a span that the author's own spans hang under, its duration and outcome, and a scope for what it logs.</summary>
internal sealed class AttemptTelemetry
{
    private readonly ActiveRun _run;
    private readonly string _step;
    private readonly Activity? _activity;
    private readonly IDisposable? _scope;
    private readonly long _began;

    private AttemptTelemetry(ActiveRun run, string step, Activity? activity, IDisposable? scope)
    {
        _run = run;
        _step = step;
        _activity = activity;
        _scope = scope;
        _began = run.Services.Time.GetTimestamp();
    }

    /// <summary>Called where the attempt's own code is called, so that it sees span and scope; null when nobody listens.</summary>
    public static AttemptTelemetry? Begin(ActiveRun run, AttemptedOperation operation, int attempt)
    {
        var traces = RunTracing.Source.HasListeners();
        var logs = run.Services.RunLogger.IsEnabled(LogLevel.Critical);
        if (!traces && !logs && !RunMetrics.CountsAttempts)
        {
            return null;
        }

        var activity = traces
            ? RunTracing.Source.StartActivity(
                $"{operation.Kind} {operation.Label}",
                ActivityKind.Internal,
                run.TraceContext,
                [
                    new("durable.workflow.name", run.Definition.Name),
                    new("durable.run.id", run.RunId),
                    new("durable.step.id", operation.Id),
                    new("durable.step.attempt", attempt),
                ])
            : null;
        var scope = logs
            ? run.Services.RunLogger.BeginScope(new KeyValuePair<string, object?>[] { new("RunId", run.RunId), new("StepId", operation.Id), new("Attempt", attempt) })
            : null;
        return new AttemptTelemetry(run, operation.Label, activity, scope);
    }

    public void End(in AttemptOutcome outcome)
    {
        var word = outcome switch
        {
            { Error: { } error } => error.Kind == ErrorInfo.Cancelled ? "cancelled" : "failed",
            { Suspension: not null } => "suspended",
            { Permit: not null } => "limited",
            _ => "completed",
        };
        if (outcome.Error is { } failure)
        {
            // The kind only: messages may hold anything.
            _activity?.SetStatus(ActivityStatusCode.Error, failure.Kind);
            _activity?.SetTag("error.type", failure.Kind);
        }

        _activity?.SetTag("durable.step.outcome", word);
        _activity?.Dispose();
        _scope?.Dispose();
        if (RunMetrics.CountsAttempts)
        {
            RunMetrics.AttemptEnded(_run.Definition.Name, _step, word, _run.Services.Time.GetElapsedTime(_began));
        }
    }
}
