using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Durable.Storage;

namespace Durable;

public sealed partial class DurableClient
{
    /// <summary>
    /// A page of the runs that match, newest first. Runs that are started meanwhile change no later page, and one that is deleted leaves out no other.
    /// </summary>
    /// <param name="query">Which runs, the same for every page; null for all. <see cref="RunQuery.PageSize"/> of them at a time.</param>
    /// <param name="cursor">Null for the first page, then <see cref="Page{T}.Cursor"/> of the one before. It may be kept, and given to another process.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The page; its <see cref="Page{T}.Cursor"/> is null when it is the last one.</returns>
    /// <exception cref="DurableException">The cursor is none, or the page size is out of range (<see cref="DurableErrorCodes.OptionInvalid"/>).</exception>
    public async Task<Page<RunInfo>> ListPageAsync(RunQuery? query = null, string? cursor = null, CancellationToken cancellationToken = default)
    {
        query ??= new RunQuery();
        if (query.PageSize is < 1 or > RunQuery.LargestPageSize)
        {
            throw Invalid($"{nameof(RunQuery)}.{nameof(RunQuery.PageSize)} is {query.PageSize}.", $"Set it to a value from 1 to {RunQuery.LargestPageSize}.");
        }

        var after = cursor is null ? null : ReadCursor(cursor);
        if (after is not null && !(query.CreatedBefore <= after.CreatedAt))
        {
            // Nothing that is newer can follow; the rest of its millisecond may.
            query = query with { CreatedBefore = after.CreatedAt.AddMilliseconds(1) };
        }

        var items = new List<RunInfo>();
        await foreach (var run in _store.Open.QueryAsync(WithPassingStates(query), cancellationToken).ConfigureAwait(false))
        {
            if (after is not null && run.CreatedAt == after.CreatedAt && string.CompareOrdinal(run.RunId, after.RunId) <= 0)
            {
                continue;
            }

            var info = await ReadInfoAsync(run, cancellationToken).ConfigureAwait(false);
            if (query.Statuses.Count > 0 && !query.Statuses.Contains(info.Status))
            {
                continue;
            }

            if (items.Count == query.PageSize)
            {
                return new Page<RunInfo>(items, WriteCursor(items[^1]));
            }

            items.Add(info);
        }

        return new Page<RunInfo>(items, null);
    }

    private static string WriteCursor(RunInfo last) => Base64Url.EncodeToString(
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{last.CreatedAt.ToUnixTimeMilliseconds()} {last.RunId}")));

    private static PagePlace ReadCursor(string cursor)
    {
        try
        {
            var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
            var space = text.IndexOf(' ', StringComparison.Ordinal);
            return new PagePlace(
                DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(text.AsSpan(0, space), NumberStyles.None, CultureInfo.InvariantCulture)), text[(space + 1)..]);
        }
        catch (Exception error) when (error is FormatException or ArgumentException or OverflowException)
        {
            throw Invalid("The cursor is none that ListPageAsync returned.", "Pass null for the first page, then the Cursor of the page before, as it is.");
        }
    }

    /// <summary>The last run of a page.</summary>
    private sealed record PagePlace(DateTimeOffset CreatedAt, string RunId);
}
