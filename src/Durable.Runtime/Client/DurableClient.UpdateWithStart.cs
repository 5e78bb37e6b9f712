using System.ComponentModel;
using Durable.Generated;
using Durable.Handlers;
using Durable.Journal;
using Durable.Storage;

namespace Durable;

public sealed partial class DurableClient
{
    /// <summary>Has an update carried out by a run, which is created with the update in its inbox unless it exists. Called by generated clients.</summary>
    /// <param name="definition">The workflow.</param>
    /// <param name="input">Its input, for a run that is started.</param>
    /// <param name="handle">Makes the run's handle.</param>
    /// <param name="update">Calls one update of the handle.</param>
    /// <param name="options">Run id, and how to start it; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <returns>What the update returned.</returns>
    /// <exception cref="UpdateRefusedException">The update's validator refused it; no run was started.</exception>
    /// <exception cref="DurableException">
    /// As for starting and for updates; nothing was stored. Or <paramref name="update"/> called no update (<see cref="DurableErrorCodes.OptionInvalid"/>).
    /// </exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public async Task<TUpdate> UpdateWithStartAsync<TInput, TResult, TRun, TUpdate>(
        Generated.WorkflowDefinition<TInput, TResult> definition,
        TInput input,
        Func<DurableClient, string, TRun> handle,
        Func<TRun, Task<TUpdate>> update,
        StartOptions? options,
        CancellationToken cancellationToken)
        where TRun : RunHandle
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(handle);
        ArgumentNullException.ThrowIfNull(update);
        if (options?.Tenant is { } tenant && tenant != Tenant)
        {
            return await ForTenant(tenant).UpdateWithStartAsync(definition, input, handle, update, options, cancellationToken).ConfigureAwait(false);
        }

        _workflows.Get(definition.Name, definition.Version);
        var runId = RunIdFor(options);
        var run = handle(this, runId);
        run.PendingStart = new PendingStart(
            definition, _payloads.Write(definition.Input, input, $"input of the workflow '{definition.Name}'", runId), options ?? s_defaults, cancellationToken);
        var result = await update(run).ConfigureAwait(false);
        return run.PendingStart is null ? result : throw Invalid(
            "The function given to UpdateWithStartAsync called no update.", "Call one update of the handle that it is given, and return its task. No run was started.");
    }

    /// <summary>The same for an update that returns nothing. Called by generated clients.</summary>
    /// <param name="definition">The workflow.</param>
    /// <param name="input">Its input, for a run that is started.</param>
    /// <param name="handle">Makes the run's handle.</param>
    /// <param name="update">Calls one update of the handle.</param>
    /// <param name="options">Run id, and how to start it; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="UpdateRefusedException">The update's validator refused it; no run was started.</exception>
    /// <exception cref="DurableException">As for an update that returns something.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Task UpdateWithStartAsync<TInput, TResult, TRun>(
        Generated.WorkflowDefinition<TInput, TResult> definition,
        TInput input,
        Func<DurableClient, string, TRun> handle,
        Func<TRun, Task> update,
        StartOptions? options,
        CancellationToken cancellationToken)
        where TRun : RunHandle
    {
        ArgumentNullException.ThrowIfNull(update);
        return UpdateWithStartAsync(definition, input, handle, Update, options, cancellationToken);

        async Task<bool> Update(TRun run)
        {
            await update(run).ConfigureAwait(false);
            return true;
        }
    }

    internal async Task<TResult> UpdateWithStartAsync<TArguments, TResult>(
        string runId,
        PendingStart start,
        UpdateDefinition<TArguments, TResult> update,
        TArguments arguments,
        string? idempotencyKey,
        CancellationToken cancellationToken)
    {
        if (await _store.Open.FindAsync(runId, start.CancellationToken).ConfigureAwait(false) is { } existing)
        {
            CheckConflict(existing, start.Definition, start.Options);
            return await UpdateAsync(runId, start.Definition, update, arguments, idempotencyKey, cancellationToken).ConfigureAwait(false);
        }

        CheckKey(idempotencyKey);
        var json = _payloads.Write(update.Arguments, arguments, $"arguments of the update '{update.Name}'", runId);
        var run = Describe(start.Definition, runId, start.Input, start.Options, [], trace: null);
        if (update.HasValidator)
        {
            // Before there is a run: asked of one as it would be at its first wait, so that a refused update starts none.
            await _reader.AskNewAsync(run, start.Definition, Validate, cancellationToken).ConfigureAwait(false);
        }

        // A key of its own, so that whoever loses the race against another start can send it again and it is carried out once.
        var request = new UpdateRequest(idempotencyKey ?? RunIds.New(Now()), json);
        using var listener = _updates.Listen(_store.Key(runId), update.Name, request.Id);
        var message = new InboxEntry(InboxKinds.Update, update.Name, request.ToPayload(), Now(), $"{InboxKinds.Update}/{update.Name}/{request.Id}");
        if (!(await TryCreateAsync(start.Definition, runId, start.Input, start.Options, [message], start.CancellationToken).ConfigureAwait(false)).Created)
        {
            return await UpdateAsync(runId, start.Definition, update, arguments, request.Id, cancellationToken).ConfigureAwait(false);
        }

        var outcome = await WaitForOutcomeAsync(runId, update.Name, request.Id, listener.Source.Task, cancellationToken).ConfigureAwait(false);
        return ResultOf(runId, update, outcome);

        bool Validate(Execution.ActiveRun copy, WorkflowContext context)
        {
            update.Validate(copy, context, json);
            return true;
        }
    }

    private static TResult ResultOf<TArguments, TResult>(string runId, UpdateDefinition<TArguments, TResult> update, UpdateEndRecord outcome) => outcome.Error switch
    {
        null => Serialization.PayloadSerializer.Read(update.Result, outcome.Output, $"result of the update '{update.Name}'", runId)!,
        { Kind: DurableErrorCodes.UpdateRefused } refusal => throw new UpdateRefusedException(runId, update.Name, refusal.Message),
        { Kind: DurableErrorCodes.UpdateAbandoned } abandoned => throw new DurableException(
            abandoned.Kind,
            $"The update '{update.Name}' of the run '{runId}' has no result: {abandoned.Message}",
            "Let the body wait for its updates, with WaitUntilAsync, before it continues as new; or ask again under another idempotency key.",
            runId),
        { } failure => throw new UpdateFailedException(runId, update.Name, failure),
    };
}
