using System.Runtime.CompilerServices;
using Durable.Storage;
using Durable.Tenants;

namespace Durable;

/// <summary>Reads a run's journal as it grows, from one generation into the next, until the run has ended. Waits for the store; never asks again and again.</summary>
internal sealed class JournalFollower(TenantHandle store, string runId)
{
    /// <summary>What comes next: a record, or the row that all records before belong to.</summary>
    /// <param name="Row">The run, at least as far as the record.</param>
    /// <param name="Generation">The record's.</param>
    /// <param name="Record">Null where all that is there has been read.</param>
    public readonly record struct Item(RunRow Row, int Generation, JournalEntry? Record);

    /// <param name="generation">Where to begin, from 1.</param>
    /// <param name="after">The position of the last record of that generation that is not wanted; 0 for none.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="DurableException">No such run (any more), or the host stopped meanwhile.</exception>
    public async IAsyncEnumerable<Item> ReadAsync(
        int generation, int after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var row = await store.Open.FindAsync(runId, cancellationToken).ConfigureAwait(false);
        while (row is not null)
        {
            await foreach (var record in store.Open.ReadJournalAsync(runId, generation, after, cancellationToken).ConfigureAwait(false))
            {
                after = record.Position;
                yield return new Item(row, generation, record);
            }

            if (generation < row.Generation)
            {
                generation++;
                after = 0;
                continue;
            }

            yield return new Item(row, generation, null);
            if (row.State.IsFinished)
            {
                yield break;
            }

            row = await WaitAsync(row, cancellationToken).ConfigureAwait(false);
        }

        throw new DurableException(
            DurableErrorCodes.RunNotFound, $"There is no run '{runId}'.", "Check the id; a run that was deleted is gone, too.", runId);
    }

    private async Task<RunRow?> WaitAsync(RunRow row, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, store.Closing);
        try
        {
            return await store.Open.WaitForChangeAsync(row, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && store.Closing.IsCancellationRequested)
        {
            throw StoreHandle.Stopped();
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
    }
}
