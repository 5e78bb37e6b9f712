using System.Text.Json;
using Durable.Journal;
using Durable.Showing;

namespace Durable.Storage;

/// <summary>What a query asks of a row, and in which order rows are returned.</summary>
internal static class RowOrder
{
    /// <summary>Creation time descending, then id (ordinal).</summary>
    public static readonly Comparison<RunRow> NewestFirst = static (a, b) =>
        a.CreatedAt != b.CreatedAt ? b.CreatedAt.CompareTo(a.CreatedAt) : string.CompareOrdinal(a.RunId, b.RunId);

    public static bool Matches(this RunQuery query, RunRow row) =>
        (query.Space is null || RunKey.IsIn(row.RunId, query.Space))
        && (query.Workflow is null || query.Workflow == row.Workflow)
        && (query.Statuses.Count == 0 || query.Statuses.Contains(row.State.Status))
        && (query.CreatedFrom is null || row.CreatedAt >= query.CreatedFrom)
        && (query.CreatedBefore is null || row.CreatedAt < query.CreatedBefore)
        && (query.Tags is null || query.Tags.All(tag => row.Tags.TryGetValue(tag.Key, out var value) && value == tag.Value))
        && (query.Parent is null || ParentOf(row) == query.Parent)
        && (query.Metadata is not { Count: > 0 } metadata || HasMetadata(row, metadata));

    private static string? ParentOf(RunRow row)
    {
        try
        {
            return RecordFields.Read(row.Start.Utf8).Parent?.RunId;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            // What cannot be read has no parent; the run's own row says what is wrong with it.
            return null;
        }
    }

    private static bool HasMetadata(RunRow row, IReadOnlyDictionary<string, string> wanted)
    {
        IReadOnlyDictionary<string, JsonElement>? metadata;
        try
        {
            metadata = RunSummary.Read(row.Summary).Metadata;
        }
        catch (JournalFormatException)
        {
            return false;
        }

        return metadata is not null && wanted.All(pair => metadata.TryGetValue(pair.Key, out var value)
            && (value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText()) == pair.Value);
    }
}
