using Microsoft.Extensions.Logging;

namespace Durable.Execution;

/// <summary>Everything the engine logs, with its stable event ids.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "Run {RunId} is stuck. {Reason}")]
    public static partial void RunStuck(ILogger logger, string runId, string reason);

    [LoggerMessage(2, LogLevel.Error, "Run {RunId} failed in an unexpected way")]
    public static partial void UnexpectedFailure(ILogger logger, Exception exception, string runId);

    [LoggerMessage(3, LogLevel.Error, "Run {RunId} waits: its workflow class '{Workflow}' cannot be created")]
    public static partial void CannotActivate(ILogger logger, Exception exception, string runId, string workflow);

    [LoggerMessage(4, LogLevel.Error, "Run {RunId} left memory: the store failed")]
    public static partial void RunCannotCommit(ILogger logger, Exception exception, string runId);

    [LoggerMessage(5, LogLevel.Warning, "The lease of run {RunId} could not be given back; it runs out by itself")]
    public static partial void LeaseNotReleased(ILogger logger, Exception exception, string runId);

    [LoggerMessage(6, LogLevel.Warning, "Disposing the services of run {RunId} failed")]
    public static partial void DisposeFailed(ILogger logger, Exception exception, string runId);

    [LoggerMessage(7, LogLevel.Critical, "Worker {WorkerId} stops claiming runs: the store failed")]
    public static partial void WorkerFailed(ILogger logger, Exception exception, string workerId);

    [LoggerMessage(8, LogLevel.Warning, "Run {RunId} lost its lease; another worker goes on with it")]
    public static partial void RunLost(ILogger logger, string runId);

    [LoggerMessage(9, LogLevel.Warning, "{Count} runs were still busy when the stop time-out of {Timeout} had passed; they go on after the next start")]
    public static partial void StopTimedOut(ILogger logger, int count, TimeSpan timeout);

    [LoggerMessage(10, LogLevel.Warning, "Run {RunId} is retried alone: its worker died {Deaths} times without progress")]
    public static partial void RunSuspected(ILogger logger, string runId, int deaths);

    [LoggerMessage(11, LogLevel.Information, "Deleted {Count} runs of workflow '{Workflow}' that ended longer than {Retention} ago")]
    public static partial void RunsExpired(ILogger logger, int count, string workflow, TimeSpan retention);

    [LoggerMessage(12, LogLevel.Error, "Runs of workflow '{Workflow}' that ended long ago could not be deleted; it is tried again later")]
    public static partial void RetentionFailed(ILogger logger, Exception exception, string workflow);

    [LoggerMessage(14, LogLevel.Error, "A listener to spans, metrics or logs failed at the end of an attempt of run {RunId}; the attempt's outcome stands")]
    public static partial void ListenerFailed(ILogger logger, Exception exception, string runId);

    [LoggerMessage(13, LogLevel.Warning, "Run {RunId} was sent a change of its metadata '{Name}' that has no effect")]
    public static partial void MetadataRefused(ILogger logger, Exception exception, string runId, string name);

    [LoggerMessage(15, LogLevel.Warning, "A callback on the cancellation token of run {RunId} failed; the run is cancelled all the same")]
    public static partial void CancelCallbackFailed(ILogger logger, Exception exception, string runId);
}
