namespace Durable.Storage.Files;

/// <summary>Turns runs that ended into the entries of an index file.</summary>
internal static class FinishedEntries
{
    public static FinishedEntry[] Of(List<FileRun> runs)
    {
        var entries = new FinishedEntry[runs.Count];
        for (var i = 0; i < entries.Length; i++)
        {
            var run = runs[i];
            entries[i] = new FinishedEntry(
                StableHash.Of(run.Id), run.CreatedAt, WorkflowHash(run.Kind.Workflow), run.Last.Offset, run.Last.Length, run.Status);
        }

        return entries;
    }

    public static uint WorkflowHash(string workflow) => (uint)StableHash.Of(workflow);
}
