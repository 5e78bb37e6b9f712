using Durable.Execution;
using Durable.Generated;
using Durable.Handlers;
using Durable.Journal;
using Durable.Serialization;
using Durable.Storage;

namespace Durable;

public sealed partial class DurableClient
{
    internal async Task<TResult> QueryAsync<TArguments, TResult>(
        string runId, WorkflowDefinition definition, QueryDefinition<TArguments, TResult> query, TArguments arguments, CancellationToken cancellationToken)
    {
        var json = _payloads.Write(query.Arguments, arguments, $"arguments of the query '{query.Name}'", runId);
        var run = await FindAsync(runId, cancellationToken).ConfigureAwait(false);
        CheckWorkflow(run, definition);

        // The run may be of another version than the handle; names and JSON are what both share.
        var current = _workflows.Get(run.Workflow, run.Version, runId);
        var declared = current.Handlers.FindQuery(query.Name)
            ?? throw Undeclared(DurableErrorCodes.QueryUnknown, "query", query.Name, run);
        var answer = await _reader.AskAsync(run, current, (copy, context) => declared.Ask(copy, context, json), cancellationToken).ConfigureAwait(false);
        return PayloadSerializer.Read(query.Result, answer, $"answer of the query '{query.Name}'", runId)!;
    }

    internal async Task<TResult> UpdateAsync<TArguments, TResult>(
        string runId,
        WorkflowDefinition definition,
        UpdateDefinition<TArguments, TResult> update,
        TArguments arguments,
        string? idempotencyKey,
        CancellationToken cancellationToken)
    {
        CheckKey(idempotencyKey);
        var json = _payloads.Write(update.Arguments, arguments, $"arguments of the update '{update.Name}'", runId);
        var run = await FindAsync(runId, cancellationToken).ConfigureAwait(false);
        CheckWorkflow(run, definition);
        var current = _workflows.Get(run.Workflow, run.Version, runId);
        var declared = current.Handlers.FindUpdate(update.Name)
            ?? throw Undeclared(DurableErrorCodes.UpdateUnknown, "update", update.Name, run);

        var known = idempotencyKey is null ? null : await FindOutcomeAsync(runId, update.Name, idempotencyKey, cancellationToken).ConfigureAwait(false);
        var outcome = known?.Outcome
            ?? await CarryOutAsync(run, current, declared, json, idempotencyKey, isKnown: known is not null, cancellationToken).ConfigureAwait(false);
        return ResultOf(runId, update, outcome);
    }

    private async Task<UpdateEndRecord> CarryOutAsync(
        RunRow run,
        WorkflowDefinition definition,
        UpdateDefinition update,
        ReadOnlyMemory<byte> json,
        string? idempotencyKey,
        bool isKnown,
        CancellationToken cancellationToken)
    {
        CheckUnfinished(run);
        if (update.HasValidator && !isKnown)
        {
            // Before it is sent, so that a refused update leaves no trace.
            await _reader.AskAsync(run, definition, Validate, cancellationToken).ConfigureAwait(false);
        }

        var request = new UpdateRequest(idempotencyKey ?? RunIds.New(Now()), json);
        using var listener = _updates.Listen(_store.Key(run.RunId), update.Name, request.Id);
        var key = idempotencyKey is null ? null : $"{InboxKinds.Update}/{update.Name}/{idempotencyKey}";
        var message = new InboxEntry(InboxKinds.Update, update.Name, request.ToPayload(), Now(), key);
        if (!await AppendAsync(run.RunId, message, cancellationToken).ConfigureAwait(false)
            && await FindOutcomeAsync(run.RunId, update.Name, request.Id, cancellationToken).ConfigureAwait(false) is { Outcome: { } early })
        {
            // Sent before with this key, and carried out while nobody listened.
            return early;
        }

        return await WaitForOutcomeAsync(run.RunId, update.Name, request.Id, listener.Source.Task, cancellationToken).ConfigureAwait(false);

        bool Validate(ActiveRun copy, WorkflowContext context)
        {
            update.Validate(copy, context, json);
            return true;
        }
    }

    /// <summary>Waits until the run, in this process, tells the outcome, or has ended without.</summary>
    private async Task<UpdateEndRecord> WaitForOutcomeAsync(
        string runId, string name, string id, Task<UpdateEndRecord> told, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _store.Closing);
        try
        {
            var ended = _store.Open.WaitForEndAsync(runId, cancellationToken: over.Token).AsTask();
            if (await Task.WhenAny(told, ended).ConfigureAwait(false) == told)
            {
                return await told.ConfigureAwait(false);
            }

            var run = await ended.ConfigureAwait(false);
            return (await FindOutcomeAsync(runId, name, id, over.Token).ConfigureAwait(false))?.Outcome ?? throw Abandoned(runId, name, run);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && _store.Closing.IsCancellationRequested)
        {
            throw StoreHandle.Stopped();
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>What the journal holds of an update: null where it does not know the request.</summary>
    private async Task<RecordedUpdate?> FindOutcomeAsync(string runId, string name, string id, CancellationToken cancellationToken)
    {
        // A request may be older than the run's present generation.
        RecordedUpdate? found = null;
        var run = await FindAsync(runId, cancellationToken).ConfigureAwait(false);
        for (var generation = run.Generation; generation > 0 && found?.Outcome is null; generation--)
        {
            found = await FindOutcomeAsync(runId, generation, name, id, cancellationToken).ConfigureAwait(false) ?? found;
        }

        return found;
    }

    private async Task<RecordedUpdate?> FindOutcomeAsync(string runId, int generation, string name, string id, CancellationToken cancellationToken)
    {
        RecordedUpdate? found = null;
        await foreach (var entry in _store.Open.ReadJournalAsync(runId, generation, after: 0, cancellationToken).ConfigureAwait(false))
        {
            switch (ReadRecord(runId, entry))
            {
                case UpdateRecord request when request.OperationId == id && request.UpdateName == name:
                    found = new RecordedUpdate(null);
                    break;
                case UpdateEndRecord outcome when outcome.OperationId == id && outcome.UpdateName == name:
                    return new RecordedUpdate(outcome);
                default:
                    break;
            }
        }

        return found;
    }

    private static JournalRecord ReadRecord(string runId, JournalEntry entry)
    {
        try
        {
            return RecordReader.Read(entry);
        }
        catch (JournalFormatException exception)
        {
            throw new DurableException(
                DurableErrorCodes.JournalTooNew,
                $"The journal of run '{runId}' cannot be read because {exception.Message}.",
                "Read it with the version of the library that wrote it.",
                runId,
                innerException: exception);
        }
    }

    private static DurableException Undeclared(string code, string what, string name, RunRow run) => new(
        code,
        $"Version {run.Version} of the workflow '{run.Workflow}', which the run '{run.RunId}' belongs to, declares no {what} '{name}'.",
        "Ask runs of the version that declares it. Nothing was stored.",
        run.RunId);

    private static DurableException Abandoned(string runId, string name, RunEnd? run) => run is { State: { Status: RunStatus.Stuck, Reason: var reason } }
        ? new DurableException(
            DurableErrorCodes.RunStuck,
            $"The run '{runId}' is stuck, and the update '{name}' with it: {reason}",
            "Nothing is lost. Deploy code that fits the run's journal, retry the run, and ask again with the same idempotency key.",
            runId)
        : new DurableException(
            DurableErrorCodes.UpdateAbandoned,
            $"The run '{runId}' ended before its update '{name}' did.",
            "Let the body wait for its updates, with WaitUntilAsync, before it returns; or ask a run that goes on.",
            runId);

    private sealed record RecordedUpdate(UpdateEndRecord? Outcome);
}
