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

    /// <summary>The messages that were put into its inbox, in order.</summary>
    public IReadOnlyList<JsonElement> Inbox => _inbox;

    public string Status { get; private set; } = "pending";

    public void Add(StoredLine line)
    {
        if (line.Kind == "inbox")
        {
            _inbox.Add(line.Json);
            return;
        }

        if (line.Kind is not ("create" or "commit"))
        {
            return;
        }

        Assert.NotEqual("end", _records.LastOrDefault() is { ValueKind: JsonValueKind.Object } last ? Kind(last) : null);
        if (line.Kind == "commit")
        {
            AddCommit(line);
        }

        var sizes = line.Json.TryGetProperty("sizes", out var given) ? given.EnumerateArray().Select(size => size.GetInt32()).ToArray() : [];
        Assert.Equal(sizes, line.Records.Select(record => Encoding.UTF8.GetByteCount(record.GetRawText())));
        foreach (var record in line.Records)
        {
            _records.Add(record);
            Assert.Equal(_records.Count, record.GetProperty("n").GetInt32());
            Assert.True(_records.Count == 1 || Time(record) >= Time(_records[^2]), $"Time goes back in {line}.");
        }

        _last = line;
    }

    public static string Kind(JsonElement record) => record.GetProperty("t").GetString()!;

    public static string? Id(JsonElement record) => record.TryGetProperty("id", out var id) ? id.GetString() : null;

    /// <summary>A step that was given up because of a cancel, before an attempt or between two. An attempt that a crash interrupted does not count.</summary>
    public static bool IsCancelled(JsonElement record) =>
        Kind(record) == "stepError" && record.GetProperty("error").GetProperty("kind").GetString() == "cancelled";

    private static long Time(JsonElement record) => record.GetProperty("ts").GetInt64();

    private void AddCommit(StoredLine line)
    {
        Assert.NotNull(_last);
        Assert.Equal(_records.Count, line.Json.GetProperty("length").GetInt32());
        Assert.Equal(
            [_last.Segment, _last.Offset, _last.Length],
            line.Json.GetProperty("previous").EnumerateArray().Select(number => number.GetInt32()));
        Status = line.Json.GetProperty("status").GetString()!;
        if (line.Json.TryGetProperty("taken", out var taken))
        {
            Assert.True(taken.GetInt64() >= _taken && taken.GetInt64() <= _inbox.Count, $"The inbox has {_inbox.Count} messages, {_taken} taken, before {line}.");
            _taken = taken.GetInt64();
        }
    }
}
