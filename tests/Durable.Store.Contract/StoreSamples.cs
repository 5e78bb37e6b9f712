using System.Text;
using Durable.Storage;

namespace Durable.Store.Contract;

/// <summary>Runs, records, messages and claims that store tests use.</summary>
public static class StoreSamples
{
    /// <summary>How long leases last in the tests.</summary>
    public static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(30);

    /// <summary>A record as the engine writes them.</summary>
    public static JournalEntry Record(int position, string text = "x") =>
        new(position, Encoding.UTF8.GetBytes($$"""{"t":"step","n":{{position}},"id":"{{text}}"}"""));

    /// <summary>A run that is due at once.</summary>
    public static NewRun NewRun(string runId, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(runId);
        return new NewRun
        {
            RunId = runId,
            Workflow = "order",
            Version = 1,
            Queue = "default",
            CreatedAt = now,
            Start = Record(1, $"start of {runId.Length}"),
        };
    }

    /// <summary>A message.</summary>
    public static InboxEntry Message(string name, DateTimeOffset now, string? key = null) =>
        new("signal", name, Encoding.UTF8.GetBytes($"{{\"value\":\"{name}\"}}"), now, key);

    /// <summary>A claim for everything the tests create.</summary>
    public static ClaimRequest Claim(IRunOwner owner, int max = 100) => new()
    {
        Owner = owner,
        Queues = new HashSet<string> { "default", "bulk" },
        Workflows = new HashSet<(string, int)> { ("order", 1), ("order", 2), ("refund", 1) },
        Max = max,
        LeaseDuration = LeaseTime,
    };

    /// <summary>A commit that appends the given number of records.</summary>
    public static RunCommit Commit(RunLease lease, int length, RunState state, int records = 1, long inboxTaken = 0) => new()
    {
        Lease = lease,
        ExpectedLength = length,
        Records = [.. Enumerable.Range(length + 1, records).Select(position => Record(position))],
        State = state,
        InboxTaken = inboxTaken,
    };

    /// <summary>A record's text.</summary>
    public static string Text(JournalEntry entry) => Encoding.UTF8.GetString(entry.Utf8.Span);
}
