namespace Durable.Storage.Files;

/// <summary>A run as a claim took it, with the index's gate held; the rest is read without.</summary>
internal readonly record struct ClaimedFile(
    RunLease Lease, RunSnapshot Snapshot, RunRow? Fresh, IReadOnlyList<InboxMessage> Inbox, int Deaths, int DeathsAlone)
{
    public static ClaimedFile Of(FileRun run) => new(
        new RunLease(run.Id, run.Lease!.Token),
        RunSnapshot.Of(run),
        run.Fresh,
        RunIndex<FileRun>.Messages(run, after: 0),
        run.Deaths,
        run.DeathsAlone);

    public ClaimedRun Read(RunReader reader)
    {
        if (Fresh is { } fresh)
        {
            return new ClaimedRun(Lease, fresh with { Owner = Snapshot.Owner }, [fresh.Start], Inbox, Deaths, DeathsAlone);
        }

        var (row, journal) = reader.ReadAll(Snapshot);
        return new ClaimedRun(Lease, row, journal, Inbox, Deaths, DeathsAlone);
    }
}
