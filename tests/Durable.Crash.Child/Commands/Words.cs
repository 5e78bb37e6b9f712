namespace Durable.Crash.Child.Commands;

/// <summary>The words of the conversation between driver and child: one line each way, words parted by tabs.</summary>
internal static class Words
{
    // The driver says ...

    /// <summary>Start a run: workflow, run id (which is its input, too).</summary>
    public const string Start = "start";

    /// <summary>Send the signal <c>word</c>, which every workflow here waits for: run id, value (which is its idempotency key, too).</summary>
    public const string Signal = "signal";

    /// <summary>Cancel a run: run id.</summary>
    public const string Cancel = "cancel";

    /// <summary>Wait for a run's end: workflow, run id.</summary>
    public const string Result = "result";

    /// <summary>Say where a run stands: run id.</summary>
    public const string Status = "status";

    /// <summary>Release a stuck run: run id.</summary>
    public const string Retry = "retry";

    /// <summary>Mend what made a run fail, then retry it: run id, for the how manieth time, the step to retry it from or nothing.</summary>
    public const string Mend = "mend";

    /// <summary>Start a run that goes on where another one was before an operation: that one's id, the operation, the new run's id.</summary>
    public const string Fork = "fork";

    /// <summary>Pause a run: run id.</summary>
    public const string Pause = "pause";

    /// <summary>Let a paused run go on: run id.</summary>
    public const string Unpause = "unpause";

    /// <summary>Send a signal that was acknowledged before once more, under its idempotency key: run id, value.</summary>
    public const string Repeat = "repeat";

    /// <summary>Delete a run that has ended: run id.</summary>
    public const string Delete = "delete";

    /// <summary>Stop the host gracefully and end.</summary>
    public const string Stop = "stop";

    // ... and the child:

    /// <summary>The store is open, the worker works.</summary>
    public const string Ready = "ready";

    /// <summary>A step has acted: idempotency key, token.</summary>
    public const string Effect = "effect";

    /// <summary>A start was acknowledged: run id.</summary>
    public const string Started = "started";

    /// <summary>A signal was acknowledged: run id, value.</summary>
    public const string Signalled = "signalled";

    /// <summary>A cancel was acknowledged: run id.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>A run's end was observed: run id, outcome.</summary>
    public const string Ended = "ended";

    /// <summary>Where a run stands: run id, status, reason.</summary>
    public const string Stands = "stands";

    /// <summary>A retry was acknowledged: run id.</summary>
    public const string Retried = "retried";

    /// <summary>A fork was acknowledged: run id.</summary>
    public const string Forked = "forked";

    /// <summary>A pause was acknowledged: run id.</summary>
    public const string Paused = "paused";

    /// <summary>The end of a pause was acknowledged: run id.</summary>
    public const string Unpaused = "unpaused";

    /// <summary>A signal sent once more was acknowledged: run id.</summary>
    public const string Repeated = "repeated";

    /// <summary>A deletion was acknowledged: run id.</summary>
    public const string Deleted = "deleted";

    /// <summary>The host could not start: code, message.</summary>
    public const string Refused = "refused";

    /// <summary>A command failed: the command, code and message.</summary>
    public const string Failed = "failed";
}
