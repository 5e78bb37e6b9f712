using System.Text.Json;
using Durable.Generated;
using Durable.Journal;
using Durable.Storage;
using Durable.Telemetry;

namespace Durable;

public sealed partial class DurableClient
{
    /// <summary>Sends a signal to a run. It is kept until the run takes it, however early it comes.</summary>
    /// <typeparam name="T">The signal's payload type.</typeparam>
    /// <param name="runId">The run.</param>
    /// <param name="signal">The signal, as declared on the run's workflow class.</param>
    /// <param name="value">What is sent.</param>
    /// <param name="idempotencyKey">1 to 200 printable characters; of several signals to one run with the same key, only the first is stored. Null for no such check.</param>
    /// <param name="cancellationToken">Gives up waiting; the signal may have been sent all the same.</param>
    /// <returns>Completes once the signal is durable.</returns>
    /// <exception cref="DurableException">
    /// Nothing was stored: no such run (<see cref="DurableErrorCodes.RunNotFound"/>), it has ended (<see cref="DurableErrorCodes.RunFinished"/>), its
    /// workflow is not known here (<see cref="DurableErrorCodes.WorkflowUnknown"/>), declares no such signal (<see cref="DurableErrorCodes.SignalUnknown"/>)
    /// or another payload type (<see cref="DurableErrorCodes.SignalTypeMismatch"/>), or the value is too large (<see cref="DurableErrorCodes.PayloadTooLarge"/>).
    /// </exception>
    public async Task SignalAsync<T>(
        string runId, Signal<T> signal, T value, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(signal);
        var run = await FindAsync(runId, cancellationToken).ConfigureAwait(false);
        var definition = _workflows.Get(run.Workflow, run.Version, runId);
        await SignalAsync(run, definition, signal, value, idempotencyKey, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a signal that is named at run time. Where the workflow class is known, its <see cref="Signal{T}"/> is the better choice.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="signal">The signal's stable name.</param>
    /// <param name="value">What is sent, as JSON; read as the signal's payload type before anything is stored.</param>
    /// <param name="idempotencyKey">1 to 200 printable characters; of several signals to one run with the same key, only the first is stored. Null for no such check.</param>
    /// <param name="cancellationToken">Gives up waiting; the signal may have been sent all the same.</param>
    /// <returns>Completes once the signal is durable.</returns>
    /// <exception cref="DurableException">
    /// Nothing was stored: as for the typed overload, and <see cref="DurableErrorCodes.PayloadInvalid"/> for JSON of another type.
    /// </exception>
    public async Task SignalAsync(
        string runId, string signal, JsonElement value, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(signal);
        var run = await FindAsync(runId, cancellationToken).ConfigureAwait(false);
        var declared = Declared(run, _workflows.Get(run.Workflow, run.Version, runId), signal);
        CheckUnfinished(run);
        var payload = declared.Write(value, _payloads, runId);
        await SendAsync(run.RunId, InboxKinds.Signal, declared.Name, payload, idempotencyKey, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Asks a run to stop: running steps see their tokens, the body gets <see cref="OperationCanceledException"/>, what was done is undone,
    /// and the run ends as <see cref="RunStatus.Cancelled"/>. Asking again changes nothing.
    /// </summary>
    /// <param name="runId">The run.</param>
    /// <param name="reason">Recorded, and shown as the run's error text.</param>
    /// <param name="idempotencyKey">1 to 200 printable characters; the same request with the same key is stored once. Null for no such check.</param>
    /// <param name="cancellationToken">Gives up waiting; the request may have been sent all the same.</param>
    /// <returns>Completes once the request is durable, before the run has stopped; <see cref="RunHandle.ResultAsync"/> waits for that.</returns>
    /// <exception cref="DurableException">
    /// No such run (<see cref="DurableErrorCodes.RunNotFound"/>), or it has ended otherwise than by being cancelled (<see cref="DurableErrorCodes.RunFinished"/>).
    /// </exception>
    public Task CancelAsync(string runId, string? reason = null, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        StopAsync(runId, InboxKinds.Cancel, RunStatus.Cancelled, reason, idempotencyKey, cancellationToken);

    /// <summary>Ends a run at once as <see cref="RunStatus.Terminated"/>: nothing is undone, and its body learns nothing of it.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="reason">Recorded, and shown as the run's error text.</param>
    /// <param name="idempotencyKey">1 to 200 printable characters; the same request with the same key is stored once. Null for no such check.</param>
    /// <param name="cancellationToken">Gives up waiting; the request may have been sent all the same.</param>
    /// <returns>Completes once the request is durable.</returns>
    /// <exception cref="DurableException">
    /// No such run (<see cref="DurableErrorCodes.RunNotFound"/>), or it has ended otherwise than by being terminated (<see cref="DurableErrorCodes.RunFinished"/>).
    /// </exception>
    public Task TerminateAsync(string runId, string? reason = null, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        StopAsync(runId, InboxKinds.Terminate, RunStatus.Terminated, reason, idempotencyKey, cancellationToken);

    internal async Task SignalAsync<T>(
        string runId, WorkflowDefinition definition, Signal<T> signal, T value, string? idempotencyKey, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(signal);
        var run = await FindAsync(runId, cancellationToken).ConfigureAwait(false);
        CheckWorkflow(run, definition);
        await SignalAsync(run, definition, signal, value, idempotencyKey, cancellationToken).ConfigureAwait(false);
    }

    internal async Task CancelAsync(
        string runId, WorkflowDefinition definition, string? reason, string? idempotencyKey, CancellationToken cancellationToken)
    {
        CheckWorkflow(await FindAsync(runId, cancellationToken).ConfigureAwait(false), definition);
        await CancelAsync(runId, reason, idempotencyKey, cancellationToken).ConfigureAwait(false);
    }

    private async Task SignalAsync<T>(
        RunRow run, WorkflowDefinition definition, Signal<T> signal, T value, string? idempotencyKey, CancellationToken cancellationToken)
    {
        if (Declared(run, definition, signal.Name) is not SignalDefinition<T> declared)
        {
            throw new DurableException(
                DurableErrorCodes.SignalTypeMismatch,
                $"The workflow '{run.Workflow}' declares the signal '{signal.Name}' with another payload type than {typeof(T).Name}.",
                $"Send a {definition.FindSignal(signal.Name)!.PayloadType.Name}. Nothing was stored.",
                run.RunId);
        }

        CheckUnfinished(run);
        var payload = _payloads.Write(declared.Payload, value, $"signal '{signal.Name}'", run.RunId);
        await SendAsync(run.RunId, InboxKinds.Signal, signal.Name, payload, idempotencyKey, cancellationToken).ConfigureAwait(false);
    }

    private async Task StopAsync(
        string runId, string kind, RunStatus wanted, string? reason, string? idempotencyKey, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(runId);
        try
        {
            await SendAsync(runId, kind, name: null, ReasonAsJson(reason, runId), idempotencyKey, cancellationToken).ConfigureAwait(false);
        }
        catch (DurableException exception) when (exception.Code == DurableErrorCodes.RunFinished)
        {
            // Somebody's earlier request did it; only another ending is worth an error.
            if (await FindAsync(runId, cancellationToken).ConfigureAwait(false) is not { State.Status: var status } || status != wanted)
            {
                throw;
            }
        }
    }

    private Task SendAsync(
        string runId, string kind, string? name, ReadOnlyMemory<byte> payload, string? idempotencyKey, CancellationToken cancellationToken) =>
        SendAsync(runId, Entry(kind, name, payload, idempotencyKey), cancellationToken);

    private InboxEntry Entry(string kind, string? name, ReadOnlyMemory<byte> payload, string? idempotencyKey)
    {
        CheckKey(idempotencyKey);

        // The store compares keys over all kinds of messages; a signal must not swallow a cancel that happens to use its key.
        return new InboxEntry(kind, name, payload, Now(), idempotencyKey is null ? null : $"{kind}/{idempotencyKey}");
    }

    private async Task SendAsync(string runId, InboxEntry entry, CancellationToken cancellationToken) =>
        await AppendAsync(runId, entry, cancellationToken).ConfigureAwait(false);

    /// <returns>False when a message with the same key is there already.</returns>
    private async Task<bool> AppendAsync(string runId, InboxEntry message, CancellationToken cancellationToken)
    {
        using var activity = RunTracing.Send(message.Kind, message.Name, runId);
        return await _store.Open.AppendInboxAsync(runId, message, cancellationToken).ConfigureAwait(false) switch
        {
            InboxOutcome.RunNotFound => throw NotFound(runId),
            InboxOutcome.RunFinished => throw Finished(runId),
            var outcome => outcome == InboxOutcome.Stored,
        };
    }

    private static void CheckKey(string? idempotencyKey)
    {
        if (idempotencyKey is not null && !RunIds.IsValid(idempotencyKey))
        {
            throw Invalid("The idempotency key is empty, too long or not printable.", $"Use 1 to {RunIds.MaxLength} printable characters.");
        }
    }

    private ReadOnlyMemory<byte> ReasonAsJson(string? reason, string runId)
    {
        if (reason is null)
        {
            return default;
        }

        RecordWriter.Begin().WriteStringValue(reason);
        var json = RecordWriter.End();
        _payloads.Check(json, "reason", runId);
        return json;
    }

    private static SignalDefinition Declared(RunRow run, WorkflowDefinition definition, string signal) =>
        definition.FindSignal(signal) ?? throw new DurableException(
            DurableErrorCodes.SignalUnknown,
            $"The workflow '{run.Workflow}' declares no signal '{signal}'.",
            definition.Signals.Count == 0
                ? "It declares none. Nothing was stored."
                : $"It declares {string.Join(", ", definition.Signals.Select(declared => declared.Name))}. Nothing was stored.",
            run.RunId);

    private static void CheckUnfinished(RunRow run)
    {
        if (run.State.IsFinished)
        {
            throw Finished(run.RunId);
        }
    }

    private static DurableException Finished(string runId) => new(
        DurableErrorCodes.RunFinished,
        $"The run '{runId}' has ended.",
        "Nothing was stored; start a new run.",
        runId);
}
