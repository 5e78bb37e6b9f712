using System.Text.Json;

namespace Durable.Crash.Tests.Checking;

/// <summary>
/// Which records of a journal count, read one after the other: a <c>retry</c> takes back what it says. Written from the description of retries alone, so that the engine's own
/// reading does not vouch for itself.
/// </summary>
internal sealed class CountingRecords
{
    private static readonly string[] s_fromOutside = ["start", "signal", "answer", "update", "patch"];

    private readonly List<JsonElement> _records = [];

    /// <summary>Those that count now.</summary>
    public IReadOnlyList<JsonElement> Now => _records;

    public static CountingRecords Of(IEnumerable<JsonElement> records)
    {
        var counting = new CountingRecords();
        foreach (var record in records)
        {
            counting.Add(record);
        }

        return counting;
    }

    public void Add(JsonElement record)
    {
        if (StoredRun.Kind(record) == "retry")
        {
            Apply(record);
        }

        _records.Add(record);
    }

    private void Apply(JsonElement retry)
    {
        var from = retry.GetProperty("from").GetInt32();
        var operations = retry.TryGetProperty("operations", out var named) ? named.EnumerateArray().Select(id => id.GetString()).ToHashSet() : [];
        var mode = retry.GetProperty("mode").GetString();
        _records.RemoveAll(record => StoredRun.Kind(record) is "pause" or "unpause" || mode switch
        {
            "drop" => Position(record) >= from && !s_fromOutside.Contains(StoredRun.Kind(record)),
            "reuse" => IsEnd(record) || (IsFailure(record) && (operations.Contains(StoredRun.Id(record)) || Position(record) >= from)),
            "undo" => StoredRun.Kind(record) == "end" || IsFailedUndo(record),
            _ => throw new NotSupportedException($"No run here is retried as {retry}."),
        });
    }

    private static bool IsEnd(JsonElement record) => StoredRun.Kind(record) is "end" or "return" or "error" or "compensate";

    private static bool IsFailure(JsonElement record) => StoredRun.Kind(record) is "stepError" or "attempt";

    private static bool IsFailedUndo(JsonElement record) => StoredRun.Kind(record) == "undo" && !record.GetProperty("ok").GetBoolean();

    private static int Position(JsonElement record) => record.GetProperty("n").GetInt32();
}
