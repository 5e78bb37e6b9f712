namespace Durable.Storage;

/// <summary>Everything durable that one turn of a run produced; applied whole or not at all.</summary>
public sealed record RunCommit
{
    /// <summary>The right to write, checked with the write.</summary>
    public required RunLease Lease { get; init; }

    /// <summary>The journal's length before this commit; the first record of <see cref="Records"/> has the next position.</summary>
    public required int ExpectedLength { get; init; }

    /// <summary>The records to append; empty when only the state changes. The last one of a finishing commit is the <c>end</c> record.</summary>
    public required IReadOnlyList<JournalEntry> Records { get; init; }

    /// <summary>The run's <c>end</c> record, or null while it goes on.</summary>
    public JournalEntry? End => State.IsFinished && Records.Count > 0 ? Records[^1] : null;

    /// <summary>The row's new state.</summary>
    public required RunState State { get; init; }

    /// <summary>
    /// The row's new summary: one JSON object in UTF-8 on one line, or empty for none. Null leaves it as it is; with a state that is finished, null means none.
    /// </summary>
    public ReadOnlyMemory<byte>? Summary { get; init; }

    /// <summary>Inbox messages up to this sequence number are consumed; a number lower than before changes nothing.</summary>
    public required long InboxTaken { get; init; }

    /// <summary>
    /// With a state of <see cref="RunStatus.Stuck"/>: the number of the last message that the run has seen. A later one, also one that is stored already, makes the run claimable again;
    /// those up to it do not, because they would only make it stuck again. Null: every message stored when the commit is applied.
    /// </summary>
    public long? InboxSeen { get; init; }

    /// <summary>Messages to other runs, in order; those to runs that do not exist or have ended are dropped. Sent after <see cref="NewRuns"/> are created.</summary>
    public IReadOnlyList<RunMessage> Messages { get; init; } = [];

    /// <summary>Runs to create, each with an id of its own. If one of them exists, nothing at all is applied (<see cref="CommitOutcome.RunExists"/>).</summary>
    public IReadOnlyList<NewRun> NewRuns { get; init; } = [];

    /// <summary>
    /// Null, or how the run goes on after this commit, whose last record ends the present generation: with an empty journal but for
    /// this start, under the same id, with the same creation time, tags, inbox and lease.
    /// </summary>
    public NewRun? NextGeneration { get; init; }
}
