namespace Durable.Storage;

/// <summary>What a store keeps about a run beside its journal and inbox.</summary>
public sealed record RunRow
{
    /// <summary>The run's id; what a store returns is the <see cref="RunKey"/> it keeps the run under.</summary>
    public required string RunId { get; init; }

    /// <summary>Whose run it is; null for none. Stores leave it null: it is part of the key, and read from there.</summary>
    public string? Tenant { get; init; }

    /// <summary>The workflow's stable name.</summary>
    public required string Workflow { get; init; }

    /// <summary>The workflow's version.</summary>
    public required int Version { get; init; }

    /// <summary>The queue it waits in.</summary>
    public required string Queue { get; init; }

    /// <summary>Higher is claimed first.</summary>
    public required int Priority { get; init; }

    /// <summary>When it was created (UTC).</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Names and values to find the run by.</summary>
    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    /// <summary>Status, wake-up time, reason.</summary>
    public required RunState State { get; init; }

    /// <summary>What the run's last commit with a summary said, kept over generations; a JSON object in UTF-8 that stores never look into, or empty.</summary>
    public ReadOnlyMemory<byte> Summary { get; init; }

    /// <summary>Which life of the run this is, from 1.</summary>
    public int Generation { get; init; } = 1;

    /// <summary>Records in the journal of this generation.</summary>
    public required int Length { get; init; }

    /// <summary>The worker that holds the run now, or null.</summary>
    public string? Owner { get; init; }

    /// <summary>The <c>start</c> record.</summary>
    public required JournalEntry Start { get; init; }

    /// <summary>The run's last record (its <c>end</c>) once <see cref="RunState.IsFinished"/>, otherwise null.</summary>
    public JournalEntry? End { get; init; }

    /// <summary>Why the payloads of <see cref="Start"/> or <see cref="End"/> could not be decoded, and are here as they are stored; null when all is well. Set by the engine, not by stores.</summary>
    public DurableException? Unreadable { get; init; }
}
