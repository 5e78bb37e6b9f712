namespace Durable.Storage;

/// <summary>A run that a worker now owns, with everything it needs to go on.</summary>
/// <param name="Lease">The right to write.</param>
/// <param name="Run">The row.</param>
/// <param name="Journal">The whole journal of this generation, in order.</param>
/// <param name="Inbox">The messages not yet taken, in order.</param>
/// <param name="Deaths">How often in a row an owner died while holding the run, without progress of its journal; being parked as stuck ends the row too.</param>
/// <param name="DeathsAlone">How many of those deaths happened after the run was handed out as a suspect.</param>
public sealed record ClaimedRun(
    RunLease Lease,
    RunRow Run,
    IReadOnlyList<JournalEntry> Journal,
    IReadOnlyList<InboxMessage> Inbox,
    int Deaths = 0,
    int DeathsAlone = 0)
{
    /// <summary>Why some of the journal or the inbox could not be decoded, and is here as it is stored; null when all is well. Set by the engine, not by stores.</summary>
    public DurableException? Unreadable { get; init; }
}
