using System.Text.Json;

namespace Durable;

/// <summary>What is known about a run at the time of asking.</summary>
public sealed record RunInfo
{
    internal RunInfo()
    {
    }

    /// <summary>The run's id.</summary>
    public required string RunId { get; init; }

    /// <summary>Whose run it is; null for none.</summary>
    public string? Tenant { get; init; }

    /// <summary>The workflow's stable name.</summary>
    public required string Workflow { get; init; }

    /// <summary>The version of the workflow the run started with, from 1.</summary>
    public required int Version { get; init; }

    /// <summary>
    /// Whether this process knows the workflow in the run's version. Where no process that works on the store does, the run waits for one; nothing is lost meanwhile.
    /// </summary>
    public bool IsWorkflowKnown { get; init; } = true;

    /// <summary>Which life of the run this is, from 1; it rises with each continue-as-new.</summary>
    public required int Generation { get; init; }

    /// <summary>Where the run stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>Whether the run has ended for good. A <see cref="RunStatus.Stuck"/> run has not.</summary>
    public required bool IsFinished { get; init; }

    /// <summary>
    /// For <see cref="RunStatus.Stuck"/>: what is wrong and where. For <see cref="RunStatus.Paused"/>: the reason given with the pause. For a waiting run whose workflow class cannot be created, why not; for one that waits for the workers of another queue to carry out a step, which. Also set when the run's stored start or end cannot be read. Otherwise null.
    /// </summary>
    public string? Reason { get; init; }

    /// <summary>The operation that was asked for last and has no outcome yet (<c>charge#2</c>); null when there is none.</summary>
    public string? State { get; init; }

    /// <summary>What the run has asked for and has no outcome of yet, in order of asking; at most the first 100 for a run that is not in this process's memory.</summary>
    /// <remarks>
    /// This and the members made of it (<see cref="State"/>, <see cref="OpenAsks"/>, <see cref="Children"/>) are exact for a run that is in this process's memory and for one that is in none; of a
    /// run that is busy in another process they are as of its last rest, question, child or retry.
    /// </remarks>
    public IReadOnlyList<PendingOperation> PendingOperations { get; init; } = [];

    /// <summary>The questions that wait for answers; see <see cref="DurableClient.ListAsksAsync"/> for those of all runs.</summary>
    public IReadOnlyList<OpenAsk> OpenAsks { get; init; } = [];

    /// <summary>The children whose end the run has not seen yet. All that a run ever started are found with <see cref="RunQuery.Parent"/>.</summary>
    public IReadOnlyList<OpenChild> Children { get; init; } = [];

    /// <summary>What the run shows of itself (<see cref="WorkflowContext.Metadata"/>), by name.</summary>
    public IReadOnlyDictionary<string, JsonElement> Metadata { get; init; } = System.Collections.ObjectModel.ReadOnlyDictionary<string, JsonElement>.Empty;

    /// <summary>Whose child the run is; null for one that was not started by another run.</summary>
    public RunParent? Parent { get; init; }

    /// <summary>The queue the run waits in.</summary>
    public required string Queue { get; init; }

    /// <summary>Runs of a higher priority are claimed first.</summary>
    public required int Priority { get; init; }

    /// <summary>The names and values given at the start.</summary>
    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    /// <summary>What started the run: <c>api</c>, <c>schedule</c>, <c>parent</c> or <c>event</c>.</summary>
    public required string Trigger { get; init; }

    /// <summary>The id of the schedule that started the run, or null.</summary>
    public string? Schedule { get; init; }

    /// <summary>When the run was started (UTC).</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the run was to begin (UTC), where its start was put off; otherwise null.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>When the run ended (UTC); null while it has not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When a waiting run goes on by itself (UTC): its timer, retry or delayed start; null when it waits for none of these.</summary>
    public DateTimeOffset? WakeAt { get; init; }

    /// <summary>When the run times out (UTC); null for a run without a time-out.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>The worker that holds the run now, or null.</summary>
    public string? Worker { get; init; }

    /// <summary>How many records its journal holds.</summary>
    public required int JournalLength { get; init; }

    /// <summary>What the body was given; null for a workflow without input.</summary>
    public JsonElement? Input { get; init; }

    /// <summary>What the body returned; null unless <see cref="RunStatus.Completed"/>, and for a workflow without result.</summary>
    public JsonElement? Result { get; init; }

    /// <summary>Why the run ended otherwise than by completing; null while it goes on, and when it completed.</summary>
    public ErrorInfo? Error { get; init; }

    /// <summary>What became of undoing each step, in the order in which it happened; empty unless the run ended with undoing.</summary>
    public IReadOnlyList<CompensationReport> Compensations { get; init; } = [];

    /// <summary>Id, workflow and status, for logs: never what the run was given or returned, which may be sensitive.</summary>
    public override string ToString() => $"{RunId} ({Workflow}) {Status}";
}
