using System.Runtime.CompilerServices;

namespace Durable;

public sealed partial class DurableClient
{
    /// <summary>What happens to a run, from any point: first what has happened since, then the rest as it happens, until the run has ended.</summary>
    /// <remarks>
    /// Every record of the journal is an event, in order and once: progress (<see cref="WorkflowContext.Emit{T}"/>) has the kind <c>emit</c>. Between them come changes of the stored
    /// status, the present one at first; of several that follow one another quickly only the last may be seen. A run that is stuck is watched on: it may be retried.
    /// Nothing is asked again and again: the store tells when there is more.
    /// </remarks>
    /// <param name="runId">The run.</param>
    /// <param name="after">The <see cref="RunEvent.Sequence"/> of the last event seen, to go on after it; 0 to begin with the run's start.</param>
    /// <param name="cancellationToken">Ends the watching.</param>
    /// <exception cref="DurableException">
    /// No such run (any more) (<see cref="DurableErrorCodes.RunNotFound"/>), a record that is damaged (<see cref="DurableErrorCodes.JournalCorrupt"/>), or the host stopped
    /// meanwhile (<see cref="DurableErrorCodes.HostStopped"/>).
    /// </exception>
    /// <exception cref="DurableException"><paramref name="after"/> is negative (<see cref="DurableErrorCodes.ArgumentOutOfRange"/>).</exception>
    public async IAsyncEnumerable<RunEvent> WatchAsync(
        string runId, long after = 0, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(runId);
        InputCheck.AtLeast(after, 0, nameof(after), runId);
        var (generation, position) = RunEvent.PlaceOf(after);
        RunStatus? told = null;
        DateTimeOffset? at = null;
        await foreach (var item in new JournalFollower(_store, runId).ReadAsync(generation, position, cancellationToken).ConfigureAwait(false))
        {
            if (item.Record is { } record)
            {
                var next = RunEvent.Of(runId, item.Generation, record);
                (generation, position, at) = (item.Generation, record.Position, next.Timestamp);
                yield return next;
            }
            else if (item.Row.State.Status != told)
            {
                told = item.Row.State.Status;
                yield return RunEvent.Of(item.Row, generation, position, at ?? item.Row.CreatedAt);
            }
        }
    }
}
