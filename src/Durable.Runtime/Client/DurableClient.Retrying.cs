using Durable.Journal;
using Durable.Storage;

namespace Durable;

public sealed partial class DurableClient
{
    /// <summary>
    /// Brings a run that failed, or is stuck, back to life under its own id, after the cause was mended. Its journal goes on with a <c>retry</c> record that says which records before it count no more.
    /// </summary>
    /// <remarks>
    /// <list type="bullet">
    /// <item><see cref="RunStatus.Stuck"/>: goes on where it was, or is stuck again with the reason of that time.</item>
    /// <item><see cref="RunStatus.Failed"/>: the operations that failed are done again, with their idempotency keys of before; the others keep their outcomes. A body that threw by
    /// itself goes on, in its code of now, where it threw.</item>
    /// <item><see cref="RunStatus.CompensationFailed"/>, and a cancelled or timed-out run with compensators that failed: those compensators are tried again, and the run ends anew.</item>
    /// <item>With <paramref name="fromStep"/>, a run that is stuck, <see cref="RunStatus.Failed"/>, <see cref="RunStatus.Compensated"/> or <see cref="RunStatus.CompensationFailed"/>: everything from that
    /// operation's first record on is done again, but signals, answers and updates that came since still count. Every step that was undone since must lie there, too; done again, it has another
    /// idempotency key than before, so that nobody takes it for the one that was undone. Every other step keeps its key.</item>
    /// </list>
    /// Completed, terminated, cancelled and timed-out runs are not retried; fork them.
    /// </remarks>
    /// <param name="runId">The run.</param>
    /// <param name="fromStep">The recorded id of the operation to begin with (<c>charge</c>, <c>charge#2</c>); null for the one that failed.</param>
    /// <param name="idempotencyKey">1 to 200 printable characters; of several requests with the same key, only the first does anything. Null for no such check.</param>
    /// <param name="cancellationToken">Gives up waiting; the request may have been carried out all the same.</param>
    /// <returns>Completes once the retry is durable, before the run goes on.</returns>
    /// <exception cref="DurableException">
    /// Nothing was changed: no such run (<see cref="DurableErrorCodes.RunNotFound"/>), it goes on by itself or ended in a way that is not retried
    /// (<see cref="DurableErrorCodes.RunNotStuck"/>), it has recorded no such operation (<see cref="DurableErrorCodes.StepUnknown"/>), or a step before that operation was undone
    /// (<see cref="DurableErrorCodes.StepUndone"/>).
    /// </exception>
    public async Task RetryAsync(string runId, string? fromStep = null, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(runId);
        CheckKey(idempotencyKey);
        while (true)
        {
            var run = await FindAsync(runId, cancellationToken).ConfigureAwait(false);
            if (run.State.Status == RunStatus.Stuck && fromStep is null)
            {
                await ReleaseAsync(run, idempotencyKey, cancellationToken).ConfigureAwait(false);
                return;
            }

            var (journal, last) = await ReadRecordsAsync(run, cancellationToken).ConfigureAwait(false);
            if (idempotencyKey is not null && WasRetriedBy(journal, idempotencyKey))
            {
                return;
            }

            if (!run.State.IsSettled)
            {
                throw NotStuck(run);
            }

            var history = EffectiveHistory.Of(journal);
            var retry = fromStep is null ? RetryFailed(run, history, idempotencyKey) : RetryFrom(run, history, fromStep, idempotencyKey);
            retry.Stamp(journal.Count + 1, Math.Max(Now().ToUnixTimeMilliseconds(), last));
            var outcome = await _store.Open.ReopenAsync(
                new RunReopening
                {
                    RunId = runId,
                    ExpectedLength = journal.Count,
                    Records = [RecordWriter.Write(retry)],
                    State = new RunState(RunStatus.Running),
                },
                cancellationToken).ConfigureAwait(false);
            if (outcome != ReopenOutcome.Changed)
            {
                _ = outcome == ReopenOutcome.Reopened ? run : throw NotFound(runId);
                return;
            }
        }
    }

    /// <inheritdoc cref="RetryAsync(string, string?, string?, CancellationToken)"/>
    public Task RetryAsync(string runId, CancellationToken cancellationToken) => RetryAsync(runId, fromStep: null, idempotencyKey: null, cancellationToken);

    /// <summary>Whether this very run was retried under the key; what a fork was copied from may have been, too.</summary>
    private static bool WasRetriedBy(List<JournalRecord> journal, string idempotencyKey) =>
        journal.Skip(journal.FindLastIndex(static record => record is ForkRecord) + 1).Any(record => record is RetryRecord known && known.Key == idempotencyKey);

    /// <summary>Lets a stuck run try again; a message does, and changes nothing that is recorded.</summary>
    private async Task ReleaseAsync(RunRow run, string? idempotencyKey, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(run.RunId, InboxKinds.Retry, name: null, payload: default, idempotencyKey, cancellationToken).ConfigureAwait(false);
        }
        catch (DurableException exception) when (exception.Code == DurableErrorCodes.RunFinished)
        {
            // Somebody else released it, or terminated it, in between.
            throw NotRetryable(await FindAsync(run.RunId, cancellationToken).ConfigureAwait(false));
        }
    }

    /// <summary>What is done again where nobody says from where on.</summary>
    private static RetryRecord RetryFailed(RunRow run, EffectiveHistory history, string? key)
    {
        var end = history.Records.OfType<EndRecord>().LastOrDefault();
        if (end is not null && end.Compensations.Any(report => !report.Succeeded))
        {
            return new RetryRecord { Mode = RetryMode.Undo, From = end.Position, Key = key };
        }

        if (end is not { Status: RunStatus.Failed })
        {
            throw NotRetryable(run);
        }

        var failed = end.Failed.Count > 0 ? end.Failed : [.. StepsOf(end.Error)];
        var first = history.Operations.Where(record => record.IsFailure && failed.Contains(record.OperationId)).Select(record => record.Position).DefaultIfEmpty(int.MaxValue).Min();
        var over = history.Records.Where(static record => record is BodyEndRecord or EndRecord).Min(static record => record.Position);
        return new RetryRecord { Mode = RetryMode.Reuse, From = Math.Min(first, over), Operations = failed, Key = key };
    }

    private static RetryRecord RetryFrom(RunRow run, EffectiveHistory history, string fromStep, string? key)
    {
        if (run.State.Status is not (RunStatus.Stuck or RunStatus.Failed or RunStatus.Compensated or RunStatus.CompensationFailed))
        {
            throw NotRetryable(run);
        }

        var from = FirstRecordOf(history, fromStep) ?? throw UnknownStep(run.RunId, fromStep);
        foreach (var undo in history.Records.OfType<UndoRecord>().Where(undo => undo.Position >= from))
        {
            if (history.Operations.Any(record => record.OperationId == undo.OperationId && record.Position < from && record is StepRecord or StepErrorRecord or ChildEndRecord))
            {
                throw new DurableException(
                    DurableErrorCodes.StepUndone,
                    $"The run '{run.RunId}' cannot be retried from '{fromStep}': its step '{undo.OperationId}', which lies before, was undone since, and its result would be used again.",
                    $"Retry it from '{undo.OperationId}' or an earlier operation. Nothing was changed.",
                    run.RunId,
                    undo.OperationId);
            }
        }

        return new RetryRecord { Mode = RetryMode.Drop, From = from, Key = key };
    }

    private static int? FirstRecordOf(EffectiveHistory history, string operationId)
    {
        var positions = history.Operations.Where(record => record.OperationId == operationId).Select(static record => record.Position).ToList();
        return positions.Count == 0 ? null : positions.Min();
    }

    private static IEnumerable<string> StepsOf(ErrorInfo? error)
    {
        for (; error is not null; error = error.Cause)
        {
            if (error.StepId is { } step)
            {
                yield return step;
            }
        }
    }

    /// <summary>All records of the present generation, and the time of the last.</summary>
    private async Task<(List<JournalRecord> Records, long Last)> ReadRecordsAsync(RunRow run, CancellationToken cancellationToken)
    {
        var records = new List<JournalRecord>();
        await foreach (var entry in _store.Open.ReadJournalAsync(run.RunId, cancellationToken).ConfigureAwait(false))
        {
            records.Add(ReadRecord(run.RunId, entry));
        }

        return records.Count > 0 ? (records, records[^1].Timestamp) : throw NotFound(run.RunId);
    }

    private static DurableException UnknownStep(string runId, string step) => new(
        DurableErrorCodes.StepUnknown,
        $"The run '{runId}' has recorded no operation '{step}'.",
        "See ReadHistoryAsync for what it recorded: a second call of a step is 'charge#2', a keyed one 'charge[o-42]', one in a scope 'scope/charge'. Nothing was changed.",
        runId,
        step);

    private static DurableException NotStuck(RunRow run) => new(
        DurableErrorCodes.RunNotStuck,
        $"The run '{run.RunId}' is {run.State.Status}; only a run that has failed or is stuck can be retried.",
        "It goes on by itself; nothing was changed.",
        run.RunId);

    private static DurableException NotRetryable(RunRow run) => new(
        DurableErrorCodes.RunNotStuck,
        $"The run '{run.RunId}' has ended as {run.State.Status}, which is not retried{(run.State.Status == RunStatus.Compensated ? " from the operation that failed: the steps before it are undone" : "")}.",
        run.State.Status == RunStatus.Compensated
            ? "Retry it from a step such that every undone step runs again, or fork it. Nothing was changed."
            : "Fork it at an operation, or start a new run. Nothing was changed.",
        run.RunId);
}
