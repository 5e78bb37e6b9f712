using System.Text;
using Durable.Journal;

namespace Durable.Storage.Files;

/// <summary>Writes each kind of line; <see cref="LineParser"/> reads them back.</summary>
/// <remarks>
/// Records and payloads come last and after their sizes, so that they are found without reading JSON. Changing what a member means, or adding
/// a kind of line, takes a new <see cref="LineFormat.Version"/>; adding a member that older versions may ignore does not.
/// </remarks>
internal static partial class Lines
{
    private const int FramePerLine = 256;

    private static readonly byte[][] s_statuses =
        [.. Enum.GetValues<RunStatus>().Select(static status => Encoding.UTF8.GetBytes(RunStatusNames.Of(status)))];

    public static ReadOnlySpan<byte> Name(RunStatus status) => s_statuses[(int)status];

    public static LineBuffer Create(NewRun run)
    {
        var line = new LineBuffer(FramePerLine + run.Start.Utf8.Length);
        line.Raw("{\"t\":\"create\",\"run\":"u8);
        Row(ref line, run);
        Records(ref line, [run.Start, .. run.History]);
        line.Seal();
        return line;
    }

    /// <summary>A run that a commit creates, inside the commit's line.</summary>
    private static void NewRun(ref LineBuffer line, NewRun run)
    {
        line.Raw("{\"run\":"u8);
        Row(ref line, run);
        if (run.Generation != 1)
        {
            line.Raw(",\"generation\":"u8);
            line.Number(run.Generation);
        }

        line.Raw(",\"start\":"u8);
        Record(ref line, run.Start);
        line.Raw("}"u8);
    }

    private static void Facts(ref LineBuffer line, string runId, string workflow, int version, string queue, int priority, long createdAt)
    {
        line.Text(runId);
        line.Raw(",\"workflow\":"u8);
        line.Text(workflow);
        line.Raw(",\"version\":"u8);
        line.Number(version);
        line.Raw(",\"queue\":"u8);
        line.Text(queue);
        line.Raw(",\"priority\":"u8);
        line.Number(priority);
        line.Raw(",\"created\":"u8);
        line.Number(createdAt);
    }

    private static void Row(ref LineBuffer line, NewRun run)
    {
        Facts(ref line, run.RunId, run.Workflow, run.Version, run.Queue, run.Priority, StoreTime.Stamp(run.CreatedAt));
        if (run.StartAt is not null)
        {
            line.Raw(",\"wakeAt\":"u8);
            line.Number(StoreTime.NotBefore(run.StartAt));
        }

        if (run.Tags.Count > 0)
        {
            var separator = ",\"tags\":{"u8;
            foreach (var (name, value) in run.Tags)
            {
                line.Raw(separator);
                line.Text(name);
                line.Raw(":"u8);
                line.Text(value);
                separator = ","u8;
            }

            line.Raw("}"u8);
        }

        for (var i = 0; i < run.Messages.Count; i++)
        {
            line.Raw(i == 0 ? ",\"messages\":[{"u8 : ",{"u8);
            Message(ref line, run.Messages[i], isLast: false);
            line.Raw(i == run.Messages.Count - 1 ? "}]"u8 : "}"u8);
        }
    }

    /// <param name="line">The buffer to use; it serves one commit of a run after the other.</param>
    /// <param name="commit">What to store.</param>
    /// <param name="first">The line that created the run; kept in the line that finishes it, so that the run is found from there.</param>
    /// <param name="previous">The run's line before this one, so that its journal can be walked backwards.</param>
    /// <param name="seen">Idempotency keys to be known again should the run be reopened.</param>
    public static void Commit(ref LineBuffer line, RunCommit commit, LineLocation first, LineLocation previous, IReadOnlyCollection<string> seen)
    {
        line.Begin(FramePerLine + Size(commit));
        line.Raw("{\"t\":\"commit\",\"run\":"u8);
        line.Text(commit.Lease.RunId);
        line.Raw(",\"length\":"u8);
        line.Number(commit.ExpectedLength);
        line.Raw(",\"previous\":"u8);
        line.Location(previous);
        if (commit.State.IsFinished || commit.NextGeneration is not null)
        {
            line.Raw(",\"first\":"u8);
            line.Location(first);
        }

        State(ref line, commit.State);
        if (commit.Summary is { } summary)
        {
            line.Raw(",\"summary\":"u8);
            line.Raw(summary.IsEmpty ? "null"u8 : summary.Span);
        }

        if (commit.InboxTaken > 0)
        {
            line.Raw(",\"taken\":"u8);
            line.Number(commit.InboxTaken);
        }

        if (commit is { State.Status: RunStatus.Stuck, InboxSeen: { } inboxSeen })
        {
            line.Raw(",\"inboxSeen\":"u8);
            line.Number(inboxSeen);
        }

        Seen(ref line, seen);
        Sends(ref line, commit.NewRuns, commit.NextGeneration, commit.Messages);
        Records(ref line, commit.Records);
        line.Seal();
    }

    /// <summary>Everything that recovery needs of a run that it may have let go of when its end was read.</summary>
    public static LineBuffer Reopen(RunReopening reopening, FileRun run, IReadOnlyCollection<string> seen)
    {
        var line = new LineBuffer(FramePerLine);
        line.Raw("{\"t\":\"reopen\",\"run\":"u8);
        Facts(ref line, run.Id, run.Kind.Workflow, run.Kind.Version, run.Kind.Queue, run.Priority, run.CreatedAt);
        if (run.Generation != 1)
        {
            line.Raw(",\"generation\":"u8);
            line.Number(run.Generation);
        }

        line.Raw(",\"length\":"u8);
        line.Number(reopening.ExpectedLength);
        line.Raw(",\"previous\":"u8);
        line.Location(run.Last);
        line.Raw(",\"first\":"u8);
        line.Location(run.First);
        State(ref line, reopening.State);
        Seen(ref line, seen);
        Records(ref line, reopening.Records);
        line.Seal();
        return line;
    }

    /// <param name="runId">The run.</param>
    /// <param name="finish">The line that finished it.</param>
    /// <param name="extent">Where its lines are.</param>
    public static LineBuffer Delete(string runId, LineLocation finish, RunExtent extent)
    {
        var line = new LineBuffer(FramePerLine);
        line.Raw("{\"t\":\"delete\",\"run\":"u8);
        line.Text(runId);
        line.Raw(",\"previous\":"u8);
        line.Location(finish);
        if (extent.Parent != default)
        {
            line.Raw(",\"first\":"u8);
            line.Location(extent.Parent);
        }

        for (var i = 0; i < extent.Ends.Count; i++)
        {
            line.Raw(i == 0 ? ",\"ends\":["u8 : ","u8);
            line.Location(extent.Ends[i]);
            line.Raw(i == extent.Ends.Count - 1 ? "]"u8 : ""u8);
        }

        var separator = ",\"freed\":[["u8;
        foreach (var (segment, bytes) in extent.Shares)
        {
            line.Raw(separator);
            line.Number(segment);
            line.Raw(","u8);
            line.Number(bytes);
            separator = "],["u8;
        }

        line.Raw("]]"u8);
        line.Seal();
        return line;
    }

    private static void State(ref LineBuffer line, RunState state)
    {
        line.Raw(",\"status\":\""u8);
        line.Raw(Name(state.Status));
        line.Raw("\""u8);
        if (state.WakeAt is not null)
        {
            line.Raw(",\"wakeAt\":"u8);
            line.Number(StoreTime.NotBefore(state.WakeAt));
        }

        if (state.Reason is { } reason)
        {
            line.Raw(",\"reason\":"u8);
            line.Text(reason);
        }
    }

    private static void Seen(ref LineBuffer line, IReadOnlyCollection<string> keys)
    {
        var separator = ",\"seen\":["u8;
        foreach (var key in keys)
        {
            line.Raw(separator);
            line.Text(key);
            separator = ","u8;
        }

        if (keys.Count > 0)
        {
            line.Raw("]"u8);
        }
    }

    public static LineBuffer Inbox(string runId, InboxEntry entry)
    {
        var line = new LineBuffer(FramePerLine + entry.Payload.Length);
        line.Raw("{\"t\":\"inbox\",\"run\":"u8);
        line.Text(runId);
        line.Raw(","u8);
        Message(ref line, entry, isLast: true);
        line.Seal();
        return line;
    }

    /// <summary>What goes out of the run with its commit.</summary>
    private static void Sends(ref LineBuffer line, IReadOnlyList<NewRun> newRuns, NewRun? next, IReadOnlyList<RunMessage> messages)
    {
        var separator = ",\"newRuns\":["u8;
        for (var i = 0; i < newRuns.Count; i++)
        {
            line.Raw(separator);
            NewRun(ref line, newRuns[i]);
            separator = ","u8;
        }

        if (next is not null)
        {
            line.Raw(separator);
            NewRun(ref line, next);
        }

        if (newRuns.Count > 0 || next is not null)
        {
            line.Raw("]"u8);
        }

        for (var i = 0; i < messages.Count; i++)
        {
            line.Raw(i == 0 ? ",\"messages\":[{\"run\":"u8 : ",{\"run\":"u8);
            line.Text(messages[i].RunId);
            line.Raw(","u8);
            Message(ref line, messages[i].Entry, isLast: false);
            line.Raw(i == messages.Count - 1 ? "}]"u8 : "}"u8);
        }
    }

    /// <param name="line">The line so far.</param>
    /// <param name="entry">The message.</param>
    /// <param name="isLast">Whether nothing follows but the line's end; its payload is then found by its size.</param>
    private static void Message(ref LineBuffer line, InboxEntry entry, bool isLast)
    {
        var payload = entry.Payload.Span;
        line.Raw("\"kind\":"u8);
        line.Text(entry.Kind);
        if (entry.Name is { } name)
        {
            line.Raw(",\"name\":"u8);
            line.Text(name);
        }

        line.Raw(",\"sentAt\":"u8);
        line.Number(StoreTime.Stamp(entry.SentAt));
        if (entry.IdempotencyKey is { } key)
        {
            line.Raw(",\"key\":"u8);
            line.Text(key);
        }

        if (payload.Contains((byte)'\n'))
        {
            // JSON over several lines came from outside; its bytes are kept, but not as they are.
            line.Raw(",\"base64\":"u8);
            line.Base64(payload);
        }
        else if (payload.Length > 0)
        {
            if (isLast)
            {
                line.Raw(",\"size\":"u8);
                line.Number(payload.Length);
            }

            line.Raw(",\"payload\":"u8);
            line.Raw(payload);
        }
    }

    private static int Size(RunCommit commit)
    {
        var size = (commit.State.Reason?.Length ?? 0) + (commit.Summary?.Length ?? 0);
        for (var i = 0; i < commit.Records.Count; i++)
        {
            size += commit.Records[i].Utf8.Length + 8;
        }

        return size;
    }

    private static void Records(ref LineBuffer line, IReadOnlyList<JournalEntry> records)
    {
        if (records.Count == 0)
        {
            return;
        }

        for (var i = 0; i < records.Count; i++)
        {
            line.Raw(i == 0 ? ",\"sizes\":["u8 : ","u8);
            line.Number(records[i].Utf8.Length);
        }

        for (var i = 0; i < records.Count; i++)
        {
            line.Raw(i == 0 ? "],\"records\":["u8 : ","u8);
            Record(ref line, records[i]);
        }

        line.Raw("]"u8);
    }

    private static void Record(ref LineBuffer line, JournalEntry record)
    {
        if (record.Utf8.Span.Contains((byte)'\n') || record.Utf8.IsEmpty)
        {
            throw new ArgumentException($"Record {record.Position} is not one JSON object on one line.");
        }

        line.Raw(record.Utf8.Span);
    }
}
