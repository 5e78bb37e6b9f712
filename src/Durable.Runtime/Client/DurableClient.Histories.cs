using Durable.Storage;

namespace Durable;

public sealed partial class DurableClient
{
    /// <summary>A run's journal as a whole, to be kept outside the store and replayed against later code.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="generation">Which of its generations, from 1 to the run's own; null for the present one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What was recorded up to now.</returns>
    /// <exception cref="DurableException">
    /// No such run (<see cref="DurableErrorCodes.RunNotFound"/>) or generation (<see cref="DurableErrorCodes.GenerationNotFound"/>), a record that is
    /// damaged (<see cref="DurableErrorCodes.HistoryInvalid"/>), or one that a newer version of the library wrote (<see cref="DurableErrorCodes.HistoryTooNew"/>).
    /// </exception>
    public async Task<RunHistory> ExportHistoryAsync(string runId, int? generation = null, CancellationToken cancellationToken = default)
    {
        var run = await FindAsync(runId, cancellationToken).ConfigureAwait(false);
        var wanted = generation ?? run.Generation;
        if (wanted < 1 || wanted > run.Generation)
        {
            throw new DurableException(
                DurableErrorCodes.GenerationNotFound, $"The run '{runId}' has no generation {wanted}.", $"Ask for one from 1 to {run.Generation}.", runId);
        }

        var entries = new List<JournalEntry>();
        await foreach (var entry in _store.Open.ReadJournalAsync(runId, wanted, cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            entries.Add(entry);
        }

        return RunHistory.From(runId, entries);
    }

    /// <summary>Writes a run's journal as JSON lines: a header, then one record per line (see <see cref="RunHistory"/>).</summary>
    /// <param name="runId">The run.</param>
    /// <param name="writer">Where to; it is not closed.</param>
    /// <param name="generation">Which of its generations, from 1 to the run's own; null for the present one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DurableException">As for <see cref="ExportHistoryAsync(string, int?, CancellationToken)"/>.</exception>
    public async Task ExportHistoryAsync(string runId, TextWriter writer, int? generation = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var history = await ExportHistoryAsync(runId, generation, cancellationToken).ConfigureAwait(false);
        await history.WriteAsync(writer, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes a run's journal as JSON lines in UTF-8: a header, then one record per line (see <see cref="RunHistory"/>).</summary>
    /// <param name="runId">The run.</param>
    /// <param name="stream">Where to; it is not closed.</param>
    /// <param name="generation">Which of its generations, from 1 to the run's own; null for the present one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DurableException">As for <see cref="ExportHistoryAsync(string, int?, CancellationToken)"/>.</exception>
    public async Task ExportHistoryAsync(string runId, Stream stream, int? generation = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var writer = new StreamWriter(stream, leaveOpen: true);
        await using (writer.ConfigureAwait(false))
        {
            await ExportHistoryAsync(runId, writer, generation, cancellationToken).ConfigureAwait(false);
        }
    }
}
