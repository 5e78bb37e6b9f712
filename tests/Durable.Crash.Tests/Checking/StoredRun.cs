using System.Text;
using System.Text.Json;

namespace Durable.Crash.Tests.Checking;

/// <summary>One run's lines of the journal, put together.</summary>
internal sealed class StoredRun(string runId)
{
    private readonly List<JsonElement> _records = [];
    private readonly List<JsonElement> _inbox = [];
    private StoredLine? _last;
    private long _taken;

    public string RunId { get; } = runId;

    /// <summary>The records, in order; record n has position n + 1.</summary>
    public IReadOnlyList<JsonElement> Records => _records;

    /// <summary>The records that it did not get from the run that it was forked from.</summary>
    public IEnumerable<JsonElement> OwnRecords => _records.Skip(1 + _records.FindLastIndex(static record => Kind(record) == "fork"));

    /// <summary>The messages that were put into its inbox, in order.</summary>
    public IReadOnlyList<JsonElement> Inbox => _inbox;

    public string Status { get; private set; } = "pending";

    public bool HasEnded => _records is [.., var last] && Kind(last) == "end";

    /// <summary>A message was put into the inbox; one to a run that has ended is dropped.</summary>
    public void Deliver(JsonElement message)
    {
        if (!HasEnded)
        {
            _inbox.Add(message);
        }
    }

    /// <summary>The run, or its next generation, begins in the line of a parent or in the last one of the generation before.</summary>
    public void BeginGeneration(StoredLine line, JsonElement created)
    {
        _records.Clear();
        _records.Add(created.GetProperty("start"));
        _last = line;
        if (line.RunId != RunId)
        {
            foreach (var message in created.TryGetProperty("messages", out var messages) ? messages.EnumerateArray() : [])
            {
                _inbox.Add(message);
            }
        }
    }

    /// <summary>Whether a line comes right after the run's last one, and takes no message but those that are there: one that was dropped with a segment is that of a run that was deleted later.</summary>
    public bool IsFollowedBy(StoredLine line) =>
        _last is not null
        && (!line.Json.TryGetProperty("taken", out var taken) || taken.GetInt64() <= _inbox.Count)
        && _records.Count == line.Json.GetProperty("length").GetInt32()
        && line.Json.GetProperty("previous").EnumerateArray().Select(number => number.GetInt32()).SequenceEqual([_last.Segment, _last.Offset, _last.Length]);

    public void Add(StoredLine line)
    {
        // Only a reopening follows a run's end, or a run that is stuck.
        Assert.True(line.Kind == "reopen" ? HasEnded || Status == "stuck" : !HasEnded, $"What came before does not allow {line}.");
        if (line.Kind == "reopen" && HasEnded)
        {
            // What it had not taken is gone.
            _inbox.Clear();
            _taken = 0;
        }

        if (line.Kind != "create")
        {
            AddState(line);
        }

        var sizes = line.Json.TryGetProperty("sizes", out var given) ? given.EnumerateArray().Select(size => size.GetInt32()).ToArray() : [];
        Assert.Equal(sizes, line.Records.Select(record => Encoding.UTF8.GetByteCount(record.GetRawText())));
        foreach (var record in line.Records)
        {
            _records.Add(record);
            Assert.Equal(_records.Count, record.GetProperty("n").GetInt32());
            Assert.True(_records.Count == 1 || line.Kind == "reopen" || Time(record) >= Time(_records[^2]), $"Time goes back in {line}.");
        }

        _last = line;
    }

    public static string Kind(JsonElement record) => record.GetProperty("t").GetString()!;

    public static string? Id(JsonElement record) => record.TryGetProperty("id", out var id) ? id.GetString() : null;

    /// <summary>A step that was given up because of a cancel, before an attempt or between two. An attempt that a crash interrupted does not count.</summary>
    public static bool IsCancelled(JsonElement record) =>
        Kind(record) == "stepError" && record.GetProperty("error").GetProperty("kind").GetString() == "cancelled";

    private static long Time(JsonElement record) => record.GetProperty("ts").GetInt64();

    private void AddState(StoredLine line)
    {
        Status = line.Json.GetProperty("status").GetString()!;
        if (line.Json.TryGetProperty("taken", out var taken))
        {
            Assert.True(taken.GetInt64() >= _taken, $"{_taken} messages were taken before {line}.");
            _taken = taken.GetInt64();
        }
    }
}
