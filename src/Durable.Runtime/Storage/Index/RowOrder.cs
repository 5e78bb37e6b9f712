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
        && (query.Tags is null || query.Tags.All(tag => row.Tags.TryGetValue(tag.Key, out var value) && value == tag.Value));
}
