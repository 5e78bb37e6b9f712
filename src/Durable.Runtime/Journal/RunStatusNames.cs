using System.Collections.Frozen;

namespace Durable.Journal;

/// <summary>The stored names of <see cref="RunStatus"/>: fixed here, so that renaming a member cannot change stored data.</summary>
internal static class RunStatusNames
{
    private static readonly FrozenDictionary<string, RunStatus> s_byName = new Dictionary<string, RunStatus>(StringComparer.Ordinal)
    {
        ["pending"] = RunStatus.Pending,
        ["running"] = RunStatus.Running,
        ["waiting"] = RunStatus.Waiting,
        ["paused"] = RunStatus.Paused,
        ["compensating"] = RunStatus.Compensating,
        ["completed"] = RunStatus.Completed,
        ["failed"] = RunStatus.Failed,
        ["compensated"] = RunStatus.Compensated,
        ["compensationFailed"] = RunStatus.CompensationFailed,
        ["cancelled"] = RunStatus.Cancelled,
        ["terminated"] = RunStatus.Terminated,
        ["timedOut"] = RunStatus.TimedOut,
        ["stuck"] = RunStatus.Stuck,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<RunStatus, string> s_byStatus =
        s_byName.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    public static string Of(RunStatus status) => s_byStatus[status];

    public static RunStatus Parse(string name) =>
        s_byName.TryGetValue(name, out var status)
            ? status
            : throw new JournalFormatException($"it holds the unknown status '{name}'");
}
