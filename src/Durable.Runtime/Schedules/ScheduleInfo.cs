using System.Text.Json;

namespace Durable;

/// <summary>What is known about a schedule at the time of asking.</summary>
public sealed record ScheduleInfo
{
    internal ScheduleInfo()
    {
    }

    /// <summary>The schedule's id.</summary>
    public required string Id { get; init; }

    /// <summary>When it starts runs.</summary>
    public required ScheduleSpec Spec { get; init; }

    /// <summary>The workflow it starts runs of; always the newest version that the starting worker knows.</summary>
    public required string Workflow { get; init; }

    /// <summary>What its runs are given; null for a workflow without input.</summary>
    public JsonElement? Input { get; init; }

    /// <summary>How it behaves, and how its runs are started.</summary>
    public required ScheduleOptions Options { get; init; }

    /// <summary>Whether nothing starts until it is resumed.</summary>
    public required bool IsPaused { get; init; }

    /// <summary>Why it is paused, as whoever paused it said; otherwise null.</summary>
    public string? PauseReason { get; init; }

    /// <summary>When it was created (UTC).</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The next time at which it starts a run by itself (UTC); null while it is paused, or cannot go on.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>The latest time that a run was started for (UTC), and null before the first; runs that were triggered do not count.</summary>
    public DateTimeOffset? LastAt { get; init; }

    /// <summary>The id of the run started for <see cref="LastAt"/>.</summary>
    public string? LastRunId { get; init; }

    /// <summary>For how many times runs were started.</summary>
    public required long Started { get; init; }

    /// <summary>How many times were left out, because of <see cref="ScheduleOptions.Overlap"/> or <see cref="ScheduleOptions.CatchUp"/>. Times in a pause do not count.</summary>
    public required long Skipped { get; init; }

    /// <summary>How many times wait for the run before to end.</summary>
    public required int Queued { get; init; }

    /// <summary>
    /// Why the schedule cannot go on; null while all is well. A time zone that is not known, here or to the worker, passes: the schedule goes on once it is, and catches up as it says. One whose
    /// run has ended takes no request any more; it can be deleted, or created again under the same id.
    /// </summary>
    public string? Problem { get; init; }

    /// <summary>Id, workflow and times, for logs: never the input, which may be sensitive.</summary>
    public override string ToString() => $"{Id} ({Workflow}) {Spec}";
}
