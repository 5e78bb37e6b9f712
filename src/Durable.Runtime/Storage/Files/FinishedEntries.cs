namespace Durable.Storage.Files;

/// <summary>Turns runs that ended into the entries of an index file.</summary>
internal static class FinishedEntries
{
    public static FinishedEntry[] Of(IReadOnlyCollection<FileRun> runs)
    {
        var entries = new FinishedEntry[runs.Count];
        var i = 0;
        foreach (var run in runs)
        {
            entries[i++] = new FinishedEntry(
                StableHash.Of(run.Id), run.CreatedAt, WorkflowHash(run.Kind.Workflow), run.Last.Offset, run.Last.Length, run.Status);
        }

        return entries;
    }

    public static uint WorkflowHash(string workflow) => (uint)StableHash.Of(workflow);
}
