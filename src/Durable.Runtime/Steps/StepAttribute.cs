namespace Durable;

/// <summary>Marks a virtual method of a workflow class as a step: it runs at least once, and its outcome is recorded exactly once.</summary>
/// <remarks>
/// The code after a call sees only the recorded outcome. After a crash a step whose outcome was not yet durable runs again
/// with the same <see cref="StepContext.IdempotencyKey"/>; on replay a recorded one is not run at all.
/// What is said of retries and time-out can be overridden by configuration: <c>Durable:Steps:order/charge:MaxAttempts</c>, with the workflow's name and the
/// step's id; <c>none</c> stands for no limit. It is read when the host starts.
/// Durations are literals: a whole number and a unit, <c>"250ms" "30s" "5m" "2h" "1d"</c>.
/// </remarks>
/// <param name="id">
/// The stable id its outcomes are recorded under: 1 to 100 letters, digits, <c>-</c>, <c>_</c> or <c>.</c>.
/// Default: the method name without a trailing "Async". The n-th call in a run is recorded as <c>id#n</c> from the second on.
/// </param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StepAttribute(string? id = null) : Attribute
{
    /// <summary>The stable id, or null for the default derived from the method name.</summary>
    public string? Id { get; } = id;

    /// <summary>The method of this class that undoes the step, written as <c>nameof(...)</c>; null for a step that needs no undoing.</summary>
    public string? Compensate { get; set; }

    /// <summary>Which calls are undone: only completed ones (default), or also those whose outcome is unknown.</summary>
    public CompensateOn CompensateOn { get; set; } = CompensateOn.Completed;

    /// <summary>Attempts before the step fails, the first one included; 0 means without limit. Default 3.</summary>
    public int MaxAttempts { get; set; } = StepPolicy.DefaultMaxAttempts;

    /// <summary>The delay before the second attempt. Default <c>"1s"</c>.</summary>
    public string RetryDelay { get; set; } = "1s";

    /// <summary>How the delay grows from one attempt to the next. Default <see cref="Backoff.Exponential"/>.</summary>
    public Backoff Backoff { get; set; } = Backoff.Exponential;

    /// <summary>The longest delay between two attempts. Default <c>"1m"</c>.</summary>
    public string MaxRetryDelay { get; set; } = "1m";

    /// <summary>No new attempt starts later than this after the first one started; null (default) for no such limit.</summary>
    public string? RetryFor { get; set; }

    /// <summary>Whether a delay is drawn uniformly from zero to the computed one ("full jitter"). Default true.</summary>
    /// <remarks>M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.</remarks>
    public bool Jitter { get; set; } = true;

    /// <summary>The longest one attempt may take; null (default) for no limit. Its token is then cancelled and its late result discarded.</summary>
    public string? Timeout { get; set; }

    /// <summary>
    /// The longest time between two heartbeats (<see cref="StepContext.HeartbeatAsync{T}"/>) of an attempt, counted from its start; null (default) for no limit. One that is silent for longer
    /// fails, as with <see cref="Timeout"/>, and is tried again.
    /// </summary>
    public string? HeartbeatTimeout { get; set; }

    /// <summary>
    /// The most attempts of the step at a time in one process, over all runs of the workflow, 1 to 1,000,000; of a step with a key (<see cref="StepKeyAttribute"/>), for each key. Further
    /// ones wait for a place. An attempt that is given up at its time-out leaves its place, although a method that ignores its token may still run. 0 (default) for no limit beyond those of the worker (<see cref="WorkerOptions"/>). Compensators are not counted.
    /// </summary>
    public int MaxConcurrency { get; set; }

    /// <summary>
    /// The queue whose workers run the step, as a task of its own: a process that names it in <see cref="WorkerOptions.Queues"/> and knows this workflow. Null (default): the worker
    /// that holds the run. Where no such worker is there the run waits, and says so (<see cref="RunInfo.Reason"/>).
    /// </summary>
    /// <remarks>The worker runs the step on an instance of its own, whose fields the body has not set. It may spend what was left when it was handed over (<see cref="Principal.SpendLimit"/>). 1 to 100 letters, digits, <c>-</c>, <c>_</c> or <c>.</c>.</remarks>
    public string? Queue { get; set; }

    /// <summary>Exception types (and types derived from them) that end the step without another attempt.</summary>
    public Type[] NonRetryable { get; set; } = [];

    /// <summary>
    /// A scope that the run's <see cref="Principal"/> must hold; null (default) for none. A run without it fails the step before its first attempt, with
    /// <see cref="DurableErrorCodes.ScopeMissing"/> and without another.
    /// </summary>
    public string? RequiresScope { get; set; }
}
