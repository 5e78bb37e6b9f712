using System.Globalization;
using System.Text.Json;
using Durable.Steps;
using Durable.Storage;

namespace Durable;

public sealed partial class DurableClient
{
    /// <summary>Lets a suspended step go on: it is entered again, and finds <paramref name="data"/> by <see cref="StepContext.TryGetResume{T}"/>.</summary>
    /// <typeparam name="T">The type that the step asks for.</typeparam>
    /// <param name="runId">The run.</param>
    /// <param name="stepId">The recorded operation id of the call that suspended: <c>approve</c>, <c>approve#2</c>, <c>scope/approve</c>.</param>
    /// <param name="data">What the step goes on with.</param>
    /// <param name="idempotencyKey">1 to 200 printable characters; resuming again with the same key changes nothing and is no error. Null for no such check.</param>
    /// <param name="cancellationToken">Gives up waiting; the data may have been sent all the same.</param>
    /// <returns>Completes once the data is durable, before the step runs.</returns>
    /// <exception cref="DurableException">
    /// Nothing was stored: no such run (<see cref="DurableErrorCodes.RunNotFound"/>), it has ended (<see cref="DurableErrorCodes.RunFinished"/>), no such step of it waits to be resumed
    /// (<see cref="DurableErrorCodes.StepNotSuspended"/>), it does not ask for this type (<see cref="DurableErrorCodes.ResumeTypeMismatch"/>), or the data is too large
    /// (<see cref="DurableErrorCodes.PayloadTooLarge"/>).
    /// </exception>
    public async Task ResumeStepAsync<T>(
        string runId, string stepId, T data, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        var run = await FindAsync(runId, cancellationToken).ConfigureAwait(false);
        await ResumeStepAsync(run, stepId, ResumeData.Of(data), idempotencyKey, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="ResumeStepAsync{T}(string, string, T, string?, CancellationToken)"/>
    /// <param name="runId">The run.</param>
    /// <param name="stepId">The recorded operation id of the call that suspended.</param>
    /// <param name="data">What the step goes on with, as JSON; read as one of the types the step asks for before anything is stored.</param>
    /// <param name="idempotencyKey">1 to 200 printable characters; resuming again with the same key changes nothing and is no error. Null for no such check.</param>
    /// <param name="cancellationToken">Gives up waiting; the data may have been sent all the same.</param>
    public async Task ResumeStepAsync(
        string runId, string stepId, JsonElement data, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        var run = await FindAsync(runId, cancellationToken).ConfigureAwait(false);
        await ResumeStepAsync(run, stepId, ResumeData.Of(data), idempotencyKey, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Brings the answer that a step gave out its <see cref="StepContext.CallbackToken"/> for: as <see cref="ResumeStepAsync{T}(string, string, T, string?, CancellationToken)"/>, for webhooks.</summary>
    /// <typeparam name="T">The type that the step asks for.</typeparam>
    /// <param name="token">The token. It works once; it may come before the step has suspended, which then goes on as soon as it does.</param>
    /// <param name="value">What the step goes on with.</param>
    /// <param name="idempotencyKey">1 to 200 printable characters; using the token again with the same key changes nothing and is no error. Null for no such check.</param>
    /// <param name="cancellationToken">Gives up waiting; the value may have been sent all the same.</param>
    /// <returns>Completes once the value is durable, before the step runs.</returns>
    /// <exception cref="DurableException">
    /// Nothing was stored: no step has given out this token (<see cref="DurableErrorCodes.CallbackUnknown"/>), it was used, or its step is over (<see cref="DurableErrorCodes.CallbackUsed"/>),
    /// the step does not ask for this type (<see cref="DurableErrorCodes.ResumeTypeMismatch"/>), or the value is too large (<see cref="DurableErrorCodes.PayloadTooLarge"/>).
    /// </exception>
    public Task CompleteAsync<T>(string token, T value, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        CompleteAsync(token, ResumeData.Of(value), error: null, idempotencyKey, cancellationToken);

    /// <inheritdoc cref="CompleteAsync{T}(string, T, string?, CancellationToken)"/>
    /// <param name="token">The token.</param>
    /// <param name="value">What the step goes on with, as JSON; read as one of the types the step asks for before anything is stored.</param>
    /// <param name="idempotencyKey">1 to 200 printable characters; using the token again with the same key changes nothing and is no error. Null for no such check.</param>
    /// <param name="cancellationToken">Gives up waiting; the value may have been sent all the same.</param>
    public Task CompleteAsync(string token, JsonElement value, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        CompleteAsync(token, ResumeData.Of(value), error: null, idempotencyKey, cancellationToken);

    /// <summary>Says that what a step gave out its <see cref="StepContext.CallbackToken"/> for has failed: its attempt fails, and the step is tried again by its policy.</summary>
    /// <param name="token">The token. It works once.</param>
    /// <param name="message">What was wrong; recorded as the attempt's failure.</param>
    /// <param name="kind">A short stable word that the body can tell apart by <see cref="ErrorInfo.Kind"/>, such as <c>card-declined</c>.</param>
    /// <param name="idempotencyKey">1 to 200 printable characters; using the token again with the same key changes nothing and is no error. Null for no such check.</param>
    /// <param name="cancellationToken">Gives up waiting; the failure may have been sent all the same.</param>
    /// <returns>Completes once the failure is durable.</returns>
    /// <exception cref="DurableException"><paramref name="kind"/> is empty (<see cref="DurableErrorCodes.NameInvalid"/>).</exception>
    /// <exception cref="DurableException">
    /// Nothing was stored: no step has given out this token (<see cref="DurableErrorCodes.CallbackUnknown"/>), or it was used, or its step is over (<see cref="DurableErrorCodes.CallbackUsed"/>).
    /// </exception>
    public Task FailAsync(
        string token, string message, string kind = ErrorInfo.Exception, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        ErrorInfo.CheckKind(kind);
        var error = ErrorInfo.From(new NonRetryableException(message, kind));
        return CompleteAsync(token, data: null, error, idempotencyKey, cancellationToken);
    }

    internal async Task ResumeStepAsync<T>(
        string runId, WorkflowDefinition definition, string stepId, T data, string? idempotencyKey, CancellationToken cancellationToken)
    {
        var run = await FindAsync(runId, cancellationToken).ConfigureAwait(false);
        CheckWorkflow(run, definition);
        await ResumeStepAsync(run, stepId, ResumeData.Of(data), idempotencyKey, cancellationToken).ConfigureAwait(false);
    }

    private ReadOnlyMemory<byte> Write(ResumeData data, RunRow run, string stepId, SuspendedStep step)
    {
        var definition = _workflows.Get(run.Workflow, run.Version, run.RunId);
        var asked = definition.Steps.FirstOrDefault(declared => declared.Id == step.Step)?.Resumes ?? [];
        return data.Write(asked, definition, _payloads, run.RunId, stepId);
    }

    private async Task ResumeStepAsync(
        RunRow run, string stepId, ResumeData data, string? idempotencyKey, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stepId);
        CheckKey(idempotencyKey);
        var step = await ReadStepAsync(run, stepId, cancellationToken).ConfigureAwait(false);
        if (step.TaskRunId is { } task)
        {
            await ResumeTaskAsync(task, stepId, data, idempotencyKey, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (step.WasResumedBy(idempotencyKey))
        {
            return;
        }

        CheckUnfinished(run);
        if (!step.IsSuspended)
        {
            throw NotSuspended();
        }

        var json = Write(data, run, stepId, step);
        if (!await TryResumeAsync(run, stepId, step, new ResumeMessage(run.Generation, idempotencyKey, json, Error: null), cancellationToken).ConfigureAwait(false))
        {
            throw NotSuspended();
        }

        async Task ResumeTaskAsync(string taskRunId, string stepId, ResumeData data, string? key, CancellationToken token)
        {
            var tasks = new DurableClient(this);
            try
            {
                var row = await tasks.FindAsync(taskRunId[RunKey.TaskPrefix.Length..], token).ConfigureAwait(false);
                await tasks.ResumeStepAsync(row, stepId, data, key, token).ConfigureAwait(false);
            }
            catch (DurableException exception) when (exception.Code is DurableErrorCodes.RunFinished or DurableErrorCodes.RunNotFound)
            {
                CheckUnfinished(run);
                throw NotSuspended();
            }
        }

        DurableException NotSuspended() => new(
            DurableErrorCodes.StepNotSuspended,
            $"The run '{run.RunId}' has no step '{stepId}' that waits to be resumed: {(step.IsOver ? "it has its outcome" : step.Resumes > 0 ? "it was resumed" : "it has not suspended")}.",
            "Use the recorded id of a call that has suspended. Nothing was stored.",
            run.RunId,
            stepId);
    }

    private async Task CompleteAsync(string token, ResumeData? data, ErrorInfo? error, string? idempotencyKey, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(token);
        CheckKey(idempotencyKey);
        if (CallbackToken.PlaceOf(token) is not var (tenant, runId, stepId))
        {
            throw Unknown();
        }

        if (tenant is not null && Tenant is null)
        {
            // Who has the token may use it; a webhook cannot know whose run it is for.
            await ForTenant(tenant).CompleteAsync(token, data, error, idempotencyKey, cancellationToken).ConfigureAwait(false);
            return;
        }

        var isOfTask = runId.StartsWith(RunKey.TaskPrefix, StringComparison.Ordinal);
        if (isOfTask && !_isOfTasks)
        {
            await new DurableClient(this).CompleteAsync(token, data, error, idempotencyKey, cancellationToken).ConfigureAwait(false);
            return;
        }

        runId = isOfTask ? runId[RunKey.TaskPrefix.Length..] : runId;
        if (tenant != Tenant
            || await _store.Open.FindAsync(runId, cancellationToken).ConfigureAwait(false) is not { } run)
        {
            throw Unknown();
        }

        var step = await ReadStepAsync(run, stepId, cancellationToken).ConfigureAwait(false);
        var (isKnown, isGood) = step.Find(CallbackToken.HashOf(token));
        if (!isKnown)
        {
            throw Unknown();
        }

        if (step.WasResumedBy(idempotencyKey))
        {
            return;
        }

        if (!isGood || run.State.IsFinished)
        {
            throw Used();
        }

        var json = data is null ? default : Write(data, run, stepId, step);
        if (!await TryResumeAsync(run, stepId, step, new ResumeMessage(run.Generation, idempotencyKey, json, error), cancellationToken).ConfigureAwait(false))
        {
            throw Used();
        }

        DurableException Used() => new(
            DurableErrorCodes.CallbackUsed,
            $"The callback token of step '{stepId}' of the run '{runId}' does nothing any more: it was used, or the step is over.",
            "Nothing was stored; what came first counts.",
            runId,
            stepId);

        static DurableException Unknown() => new(
            DurableErrorCodes.CallbackUnknown,
            "No step has given out this callback token, or the run's life it belongs to is over.",
            "Send the token exactly as the step gave it out. Nothing was stored.");
    }

    /// <returns>False when something else resumed the step first, or the run ended.</returns>
    private async Task<bool> TryResumeAsync(
        RunRow run, string stepId, SuspendedStep step, ResumeMessage message, CancellationToken cancellationToken)
    {
        var entry = new InboxEntry(InboxKinds.Resume, stepId, message.ToPayload(), Now(), KeyOf(run, stepId, step));
        return await _store.Open.AppendInboxAsync(run.RunId, entry, cancellationToken).ConfigureAwait(false) switch
        {
            InboxOutcome.Stored => true,
            InboxOutcome.RunNotFound => throw NotFound(run.RunId),
            InboxOutcome.RunFinished => false,
            _ => (await ReadStepAsync(run, stepId, cancellationToken).ConfigureAwait(false)).WasResumedBy(message.Key),
        };
    }

    // One key for all that would resume the step now: the store itself refuses the second, whoever sends it.
    private static string KeyOf(RunRow run, string stepId, SuspendedStep step) =>
        string.Create(CultureInfo.InvariantCulture, $"{InboxKinds.Resume}/{run.Generation}/{stepId}/{step.Resumes}");

    private async Task<SuspendedStep> ReadStepAsync(RunRow run, string stepId, CancellationToken cancellationToken)
    {
        // The inbox first: what is taken from it between the two reads is in the journal, too, and counts once.
        var inbox = await _store.Open.ReadInboxAsync(run.RunId, after: 0, cancellationToken).ConfigureAwait(false);
        var step = new SuspendedStep(stepId);
        await foreach (var entry in _store.Open.ReadJournalAsync(run.RunId, cancellationToken).ConfigureAwait(false))
        {
            step.Take(ReadRecord(run.RunId, entry));
        }

        foreach (var (_, message) in inbox)
        {
            // One of an earlier round is in the journal by now.
            if (message is { Kind: InboxKinds.Resume, Name: { } name } && name == stepId && message.IdempotencyKey == KeyOf(run, stepId, step)
                && ResumeMessage.Read(message, run.RunId) is var resume && resume.Generation == run.Generation)
            {
                step.Take(resume.ToRecord(stepId));
            }
        }

        return step;
    }
}
