using Durable.Journal;
using Durable.Storage;

namespace Durable.Testing;

/// <summary>Counts the writes of a play, whoever makes them, and says when the process dies.</summary>
internal sealed class WriteLog(CrashPoint? point)
{
    private readonly Lock _gate = new();
    private readonly List<string> _writes = [];

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

    public static string Describe(NewRun run) => $"start of run '{run.RunId}'";

    public static string Describe(string runId, InboxEntry message) =>
        message.Name is null ? $"{message.Kind} to run '{runId}'" : $"{message.Kind} '{message.Name}' to run '{runId}'";

    public static string Describe(RunCommit commit)
    {
        var what = commit.Records.Select(entry => RecordFields.Read(entry.Utf8)).Select(fields => fields.Id is null ? fields.Kind : $"{fields.Kind} {fields.Id}").ToList();
        return $"commit of run '{commit.Lease.RunId}': {(what.Count == 0 ? $"now {commit.State.Status}" : string.Join(", ", what))}";
    }
}
