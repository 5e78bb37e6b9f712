namespace Durable.Storage.Files;

/// <summary>What the index says about a run at one moment; the rest is read from the journal without holding up anybody.</summary>
internal readonly record struct RunSnapshot(
    string RunId, RunState State, int Length, string? Owner, LineLocation First, LineLocation Last, LineLocation Summary)
{
    public static RunSnapshot Of(FileRun run) => new(run.Id, run.State, run.Length, run.Lease?.Owner.WorkerId, run.First, run.Last, run.Summary);
}
