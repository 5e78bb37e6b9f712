using System.Runtime.CompilerServices;
using System.Text.Json;
using Durable.Journal;
using Durable.Serialization;
using Durable.Storage;

namespace Durable;

public sealed partial class DurableClient
{
    /// <summary>The chunks of a stream, from any position: those that are recorded, then the others as they come, until the stream has ended.</summary>
    /// <remarks>
    /// A chunk's position is its place in the stream, from 0, and never changes: who has read n chunks goes on with <paramref name="fromPosition"/> n and gets none twice. A stream that has not
    /// begun is waited for. Of a run that continued as new, the latest generation with such a stream is read.
    /// </remarks>
    /// <typeparam name="T">The chunks' type, as the workflow streams them.</typeparam>
    /// <param name="runId">The run.</param>
    /// <param name="streamId">The stream's operation id: what <c>StreamAsync</c> was given, <c>tokens#2</c> for the second call, with its scope's name where it is in one.</param>
    /// <param name="fromPosition">The position of the first chunk wanted, from 0.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="StreamFailedException">Thrown after the last chunk: the source failed, or the run ended in mid-stream.</exception>
    /// <exception cref="DurableException">
    /// No such run (<see cref="DurableErrorCodes.RunNotFound"/>), its workflow is not known here (<see cref="DurableErrorCodes.WorkflowUnknown"/>) or streams nothing of this type
    /// (<see cref="DurableErrorCodes.PayloadTypeUnknown"/>, <see cref="DurableErrorCodes.PayloadInvalid"/>), it ended without this stream (<see cref="DurableErrorCodes.StreamUnknown"/>) or is stuck
    /// (<see cref="DurableErrorCodes.RunStuck"/>), or the host stopped meanwhile (<see cref="DurableErrorCodes.HostStopped"/>).
    /// </exception>
    /// <exception cref="DurableException"><paramref name="fromPosition"/> is negative (<see cref="DurableErrorCodes.ArgumentOutOfRange"/>).</exception>
    public async IAsyncEnumerable<T> ReadStreamAsync<T>(
        string runId, string streamId, int fromPosition = 0, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var run = await FindAsync(runId, cancellationToken).ConfigureAwait(false);
        var type = _workflows.Get(run.Workflow, run.Version, runId).SerializerOf<T>(streamId);
        await foreach (var chunk in ReadChunksAsync(run, streamId, fromPosition, cancellationToken).ConfigureAwait(false))
        {
            yield return PayloadSerializer.Read(type, chunk, "chunk", runId, streamId)!;
        }
    }

    /// <inheritdoc cref="ReadStreamAsync{T}"/>
    /// <summary>As the typed overload, with the chunks as JSON; needs nothing of the workflow's class.</summary>
    public async IAsyncEnumerable<JsonElement> ReadStreamAsync(
        string runId, string streamId, int fromPosition = 0, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var run = await FindAsync(runId, cancellationToken).ConfigureAwait(false);
        await foreach (var chunk in ReadChunksAsync(run, streamId, fromPosition, cancellationToken).ConfigureAwait(false))
        {
            yield return RunInfoReader.Parse(chunk)!.Value;
        }
    }

    private async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadChunksAsync(
        RunRow run, string streamId, int fromPosition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(streamId);
        InputCheck.AtLeast(fromPosition, 0, nameof(fromPosition), run.RunId);
        var generation = await FindStreamAsync(run, streamId, cancellationToken).ConfigureAwait(false);
        var chunks = 0;
        var last = run;
        var follower = new JournalFollower(_store, run.RunId);
        await foreach (var item in follower.ReadAsync(generation, after: 0, cancellationToken).ConfigureAwait(false))
        {
            last = item.Row;
            if (item.Record is not { } record)
            {
                ThrowIfStuck(item.Row, streamId);
                continue;
            }

            var fields = RecordFields.Read(record.Utf8);
            if (fields.Id != streamId)
            {
                continue;
            }

            if (fields.Kind == "chunk" && chunks++ >= fromPosition)
            {
                yield return fields.Data;
            }
            else if (fields.Kind == "streamEnd")
            {
                if (fields.Error is { } error)
                {
                    throw new StreamFailedException(run.RunId, streamId, chunks, error);
                }

                yield break;
            }
        }

        if (chunks == 0)
        {
            throw new DurableException(
                DurableErrorCodes.StreamUnknown, $"The run '{run.RunId}' ended without a stream '{streamId}'.", "Check the stream's id.", run.RunId, streamId);
        }

        throw new StreamFailedException(
            run.RunId, streamId, chunks, new ErrorInfo(ErrorInfo.Terminated, $"The run ended in mid-stream; it is {last.State.Status}."));
    }

    /// <summary>The latest generation that streams this; the present one where none does yet.</summary>
    private async Task<int> FindStreamAsync(RunRow run, string streamId, CancellationToken cancellationToken)
    {
        for (var generation = run.Generation; generation > 1; generation--)
        {
            await foreach (var record in _store.Open.ReadJournalAsync(run.RunId, generation, after: 0, cancellationToken).ConfigureAwait(false))
            {
                if (RecordFields.Read(record.Utf8) is { Kind: "chunk" or "streamEnd" } fields && fields.Id == streamId)
                {
                    return generation;
                }
            }
        }

        // In the first one, or in one to come: nothing between holds any of it.
        return 1;
    }

    private static void ThrowIfStuck(RunRow run, string streamId)
    {
        if (run.State.Status == RunStatus.Stuck)
        {
            throw new DurableException(
                DurableErrorCodes.RunStuck,
                $"The run '{run.RunId}' is stuck, and its stream '{streamId}' with it: {run.State.Reason}",
                "Nothing is lost: mend what the reason names, retry the run, and go on reading from where this ended.",
                run.RunId,
                streamId);
        }
    }
}
