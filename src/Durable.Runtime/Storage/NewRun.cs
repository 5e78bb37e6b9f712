namespace Durable.Storage;

/// <summary>A run to be created: its row and its first record.</summary>
public sealed record NewRun
{
    /// <summary>The run's id, checked by the caller; a store gets the <see cref="RunKey"/>.</summary>
    public required string RunId { get; init; }

    /// <summary>The workflow's stable name.</summary>
    public required string Workflow { get; init; }

    /// <summary>The workflow's version.</summary>
    public required int Version { get; init; }

    /// <summary>The queue it waits in.</summary>
    public required string Queue { get; init; }

    /// <summary>Higher is claimed first.</summary>
    public int Priority { get; init; }

    /// <summary>When it was created (UTC, kept in whole milliseconds).</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Not claimed before this time; null means at once.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>Names and values to find the run by.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = System.Collections.ObjectModel.ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Which life of the run this is, from 1.</summary>
    public int Generation { get; init; } = 1;

    /// <summary>The <c>start</c> record, at position 1.</summary>
    public required JournalEntry Start { get; init; }

    /// <summary>Records that follow <see cref="Start"/>, for a run that begins with a history copied from another one. Empty for a child and a later generation.</summary>
    public IReadOnlyList<JournalEntry> History { get; init; } = [];

    /// <summary>What lies in the inbox from the beginning; stored in the same act as the run itself. Empty for a later generation.</summary>
    public IReadOnlyList<InboxEntry> Messages { get; init; } = [];
}
