namespace Durable.Storage;

/// <summary>How a run that has ended, or is stuck, comes back to life.</summary>
public sealed class RunReopening
{
    /// <summary>The run.</summary>
    public required string RunId { get; init; }

    /// <summary>The journal's length as the caller saw it; the first record of <see cref="Records"/> has the next position.</summary>
    public required int ExpectedLength { get; init; }

    /// <summary>The records to append: they say what the run's next life makes of those before.</summary>
    public required IReadOnlyList<JournalEntry> Records { get; init; }

    /// <summary>The row's new state, not a finished one.</summary>
    public required RunState State { get; init; }
}
