namespace Durable.Storage;

/// <summary>Deletes runs that ended long ago.</summary>
internal static class Retention
{
    private static readonly RunStatus[] s_finished = [.. Enum.GetValues<RunStatus>().Where(status => new RunState(status).IsFinished)];

    /// <param name="store">The store, or a space of it.</param>
    /// <param name="workflow">Only runs of this workflow; null for all.</param>
    /// <param name="version">Only runs of this version; null for all.</param>
    /// <param name="before">Runs that ended before this time are deleted.</param>
    /// <param name="cancellationToken">Stops between two runs.</param>
    /// <returns>How many were deleted.</returns>
    public static async Task<int> DeleteAsync(
        IRunStore store, string? workflow, int? version, DateTimeOffset before, CancellationToken cancellationToken)
    {
        // Whatever ended before had been created before.
        var query = new RunQuery { Workflow = workflow, Statuses = s_finished, CreatedBefore = before };
        var deleted = 0;
        await foreach (var row in store.QueryAsync(query, cancellationToken).ConfigureAwait(false))
        {
            if ((version ?? row.Version) == row.Version
                && EndedAt(row) < before
                && await store.DeleteAsync(row.RunId, cancellationToken).ConfigureAwait(false) == DeleteOutcome.Deleted)
            {
                deleted++;
            }
        }

        return deleted;
    }

    // Only the time: an end that a newer library wrote must not stop the others from being deleted.
    private static DateTimeOffset EndedAt(RunRow row) =>
        row.End is { } end ? DateTimeOffset.FromUnixTimeMilliseconds(Journal.RecordFields.Read(end.Utf8).Timestamp) : DateTimeOffset.MaxValue;
}
