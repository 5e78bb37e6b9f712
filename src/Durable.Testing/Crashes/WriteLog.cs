using Durable.Journal;
using Durable.Storage;

namespace Durable.Testing;

/// <summary>Counts the writes of a play, whoever makes them, and says when the process dies.</summary>
internal sealed class WriteLog(CrashPoint? point)
{
    private readonly Lock _gate = new();
    private readonly List<string> _writes = [];
    private readonly HashSet<string> _deleted = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Writes
    {
        get
        {
            lock (_gate)
            {
                return [.. _writes];
            }
        }
    }

    /// <summary>Notes a write that is about to be made.</summary>
    /// <returns>When to die around it; null for not at all.</returns>
    public CrashMoment? Begin(string description)
    {
        lock (_gate)
        {
            _writes.Add(description);
            return point?.Write == _writes.Count ? point.Moment : null;
        }
    }

    /// <summary>Notes that a run was deleted, by whoever it was: nothing of it is missed.</summary>
    public void Deleted(string runId)
    {
        lock (_gate)
        {
            _deleted.Add(runId);
        }
    }

    public bool IsDeleted(string runId)
    {
        lock (_gate)
        {
            return _deleted.Contains(runId);
        }
    }

    public static string Describe(RunReopening reopening) =>
        $"{string.Join(", ", reopening.Records.Select(entry => RecordFields.Read(entry.Utf8).Kind))} of run '{reopening.RunId}'";

    public static string DescribeDeletion(string runId) => $"deletion of run '{runId}'";

    public static string DescribeArtifact(string runId) => $"artifact of run '{runId}'";

    public static string Describe(NewRun run) => $"start of run '{run.RunId}'";

    public static string Describe(string runId, InboxEntry message) =>
        message.Name is null ? $"{message.Kind} to run '{runId}'" : $"{message.Kind} '{message.Name}' to run '{runId}'";

    public static string Describe(RunCommit commit)
    {
        var what = commit.Records.Select(entry => RecordFields.Read(entry.Utf8)).Select(fields => fields.Id is null ? fields.Kind : $"{fields.Kind} {fields.Id}").ToList();
        return $"commit of run '{commit.Lease.RunId}': {(what.Count == 0 ? $"now {commit.State.Status}" : string.Join(", ", what))}";
    }
}
