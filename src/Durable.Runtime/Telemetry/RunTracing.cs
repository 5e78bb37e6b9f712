using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Durable.Telemetry;

/// <summary>The spans of runs. Nothing is made while nobody listens.</summary>
internal static class RunTracing
{
    public static readonly ActivitySource Source = new(DurableTelemetry.SourceName);

    /// <summary>What a run's spans hang under: who started it, if that is known; otherwise a context made of the run's key, the same in every process.</summary>
    /// <param name="trace">What the start recorded, as a W3C <c>traceparent</c>; null for nothing.</param>
    /// <param name="runKey">The id under which the store keeps the run.</param>
    public static ActivityContext ContextOf(string? trace, string runKey)
    {
        if (ActivityContext.TryParse(trace, traceState: null, isRemote: true, out var context))
        {
            return context;
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(runKey));
        return new ActivityContext(
            ActivityTraceId.CreateFromBytes(hash.AsSpan(0, 16)), ActivitySpanId.CreateFromBytes(hash.AsSpan(16, 8)), ActivityTraceFlags.Recorded, isRemote: true);
    }

    /// <summary>A caller starts a run.</summary>
    public static Activity? Start(string workflow, string runId) => !Source.HasListeners() ? null : Source.StartActivity(
        $"start {workflow}", ActivityKind.Producer, parentContext: default, [new("durable.workflow.name", workflow), new("durable.run.id", runId)]);

    /// <summary>A caller sends a run something.</summary>
    public static Activity? Send(string kind, string? name, string runId) => !Source.HasListeners() ? null : Source.StartActivity(
        $"send {kind}", ActivityKind.Producer, parentContext: default, [new("durable.message.name", name), new("durable.run.id", runId)]);

    /// <summary>What a new run records of whoever starts it; null when there is nothing.</summary>
    public static string? Current(Activity? own) => (own ?? Activity.Current) is { IdFormat: ActivityIdFormat.W3C, Id: { } id } ? id : null;
}
