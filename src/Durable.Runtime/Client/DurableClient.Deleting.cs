using Durable.Storage;

namespace Durable;

public sealed partial class DurableClient
{
    /// <summary>Deletes a run that has ended, with all its generations, and what it remembered of idempotency keys. Its id is free again; its children and its parent are not touched.</summary>
    /// <remarks>In the file store a deleted run is out of reach at once and for good, but its lines stay in the segments: segments are not rewritten, so the space on the disk is not given back.</remarks>
    /// <param name="runId">The run.</param>
    /// <param name="cancellationToken">Gives up waiting; the run may have been deleted all the same.</param>
    /// <returns>Completes once the deletion is durable.</returns>
    /// <exception cref="DurableException">
    /// Nothing was deleted: no such run (<see cref="DurableErrorCodes.RunNotFound"/>), or it has not ended (<see cref="DurableErrorCodes.RunNotFinished"/>).
    /// </exception>
    public async Task DeleteAsync(string runId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(runId);
        switch (await _store.Open.DeleteAsync(runId, cancellationToken).ConfigureAwait(false))
        {
            case DeleteOutcome.RunNotFound:
                throw NotFound(runId);
            case DeleteOutcome.RunNotFinished:
                throw NotFinished(runId);
            default:
                break;
        }
    }

    /// <summary>Deletes all runs that ended longer ago than an age; a run that ended exactly so long ago stays.</summary>
    /// <param name="olderThan">The age, counted from a run's end: not negative.</param>
    /// <param name="cancellationToken">Stops between two runs.</param>
    /// <returns>How many runs were deleted.</returns>
    /// <exception cref="DurableException">The age is negative (<see cref="DurableErrorCodes.OptionInvalid"/>).</exception>
    public async Task<int> CleanupAsync(TimeSpan olderThan, CancellationToken cancellationToken = default)
    {
        if (olderThan < TimeSpan.Zero)
        {
            throw Invalid($"The age {olderThan} is negative.", $"Pass {TimeSpan.Zero} or more.");
        }

        var before = _time.GetUtcNow() - olderThan;
        var deleted = await Retention.DeleteAsync(_store.Open, workflow: null, version: null, before, cancellationToken).ConfigureAwait(false);

        // Steps that were carried out elsewhere are part of runs, and not counted.
        await Retention.DeleteAsync(new DurableClient(this)._store.Open, workflow: null, version: null, before, cancellationToken).ConfigureAwait(false);
        return deleted;
    }
}
