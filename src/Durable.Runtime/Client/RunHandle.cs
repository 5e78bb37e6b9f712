using System.ComponentModel;
using Durable.Generated;

namespace Durable;

/// <summary>A handle of one run: what callers can do with it. Cheap; holds no resources. The base of generated <c>Run</c> classes.</summary>
public abstract class RunHandle
{
    /// <summary>Called by generated code.</summary>
    /// <param name="client">The client to call through.</param>
    /// <param name="definition">The workflow the run belongs to.</param>
    /// <param name="runId">The run's id; not checked before the first call.</param>
    protected RunHandle(DurableClient client, WorkflowDefinition definition, string runId)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(runId);
        Client = client;
        Definition = definition;
        RunId = runId;
    }

    /// <summary>The run's id.</summary>
    public string RunId { get; }

    /// <summary>Set on a handle whose first update also starts the run.</summary>
    internal PendingStart? PendingStart { get; set; }

    private protected DurableClient Client { get; }

    private protected WorkflowDefinition Definition { get; }

    /// <summary>Waits until the run has completed, however long that takes; any number of callers, at any time.</summary>
    /// <param name="cancellationToken">Gives up waiting; the run goes on.</param>
    /// <exception cref="RunFailedException">The run ended otherwise than by completing, or it is stuck.</exception>
    /// <exception cref="DurableException">
    /// No such run (<see cref="DurableErrorCodes.RunNotFound"/>), it belongs to another workflow (<see cref="DurableErrorCodes.WorkflowMismatch"/>),
    /// or the host stopped meanwhile (<see cref="DurableErrorCodes.HostStopped"/>).
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task ResultAsync(CancellationToken cancellationToken = default) => Client.ResultAsync(RunId, Definition, cancellationToken);

    /// <inheritdoc cref="DurableClient.SignalAsync{T}(string, Signal{T}, T, string?, CancellationToken)"/>
    public Task SignalAsync<T>(Signal<T> signal, T value, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        Client.SignalAsync(RunId, Definition, signal, value, idempotencyKey, cancellationToken);

    /// <inheritdoc cref="DurableClient.AnswerAsync{T}(string, Ask{T}, T, string?, CancellationToken)"/>
    public Task AnswerAsync<T>(Ask<T> ask, T value, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        Client.AnswerAsync(RunId, Definition, ask, value, idempotencyKey, cancellationToken);

    /// <inheritdoc cref="DurableClient.ResumeStepAsync{T}(string, string, T, string?, CancellationToken)"/>
    public Task ResumeStepAsync<T>(string stepId, T data, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        Client.ResumeStepAsync(RunId, Definition, stepId, data, idempotencyKey, cancellationToken);

    /// <inheritdoc cref="DurableClient.CancelAsync(string, string?, string?, CancellationToken)"/>
    public Task CancelAsync(string? reason = null, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        Client.CancelAsync(RunId, Definition, reason, idempotencyKey, cancellationToken);

    /// <inheritdoc cref="DurableClient.PauseAsync(string, string?, string?, CancellationToken)"/>
    public Task PauseAsync(string? reason = null, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        Client.PauseAsync(RunId, Definition, reason, idempotencyKey, cancellationToken);

    /// <inheritdoc cref="DurableClient.ResumeAsync(string, string?, CancellationToken)"/>
    public Task ResumeAsync(string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        Client.ResumeAsync(RunId, Definition, idempotencyKey, cancellationToken);

    /// <summary>What is known about the run.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The run as of at least everything acknowledged before the call.</returns>
    /// <exception cref="DurableException">
    /// No such run (<see cref="DurableErrorCodes.RunNotFound"/>), or it belongs to another workflow (<see cref="DurableErrorCodes.WorkflowMismatch"/>).
    /// </exception>
    public Task<RunInfo> GetInfoAsync(CancellationToken cancellationToken = default) => Client.GetInfoAsync(RunId, Definition, cancellationToken);

    /// <inheritdoc cref="DurableClient.WatchAsync"/>
    public IAsyncEnumerable<RunEvent> WatchAsync(long after = 0, CancellationToken cancellationToken = default) =>
        Client.WatchAsync(RunId, after, cancellationToken);

    /// <inheritdoc cref="DurableClient.ReadStreamAsync{T}"/>
    public IAsyncEnumerable<T> ReadStreamAsync<T>(string streamId, int fromPosition = 0, CancellationToken cancellationToken = default) =>
        Client.ReadStreamAsync<T>(RunId, streamId, fromPosition, cancellationToken);

    /// <summary>Asks a query of the workflow class. Called by generated handles.</summary>
    /// <param name="query">The query.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The answer, from everything acknowledged before the call.</returns>
    /// <exception cref="DurableException">
    /// No such run (<see cref="DurableErrorCodes.RunNotFound"/>), it belongs to another workflow (<see cref="DurableErrorCodes.WorkflowMismatch"/>) or to a version
    /// without this query (<see cref="DurableErrorCodes.QueryUnknown"/>), or its journal does not fit the code (<see cref="DurableErrorCodes.ReplayMismatch"/>).
    /// </exception>
    /// <exception cref="Exception">What the query itself threw.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected Task<TResult> QueryAsync<TArguments, TResult>(
        QueryDefinition<TArguments, TResult> query, TArguments arguments, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Client.QueryAsync(RunId, Definition, query, arguments, cancellationToken);
    }

    /// <summary>Has an update of the workflow class carried out. Called by generated handles.</summary>
    /// <param name="update">The update.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="idempotencyKey">1 to 200 printable characters; who asks again with the same key gets the recorded outcome. Null for no such check.</param>
    /// <param name="cancellationToken">Gives up waiting; the update may be carried out all the same.</param>
    /// <returns>The result, once it is durable.</returns>
    /// <exception cref="UpdateRefusedException">Its validator refused it.</exception>
    /// <exception cref="UpdateFailedException">Its method threw.</exception>
    /// <exception cref="DurableException">
    /// Nothing was stored: no such run (<see cref="DurableErrorCodes.RunNotFound"/>), it has ended (<see cref="DurableErrorCodes.RunFinished"/>), it belongs to another
    /// workflow (<see cref="DurableErrorCodes.WorkflowMismatch"/>) or to a version without this update (<see cref="DurableErrorCodes.UpdateUnknown"/>), or the arguments are
    /// too large (<see cref="DurableErrorCodes.PayloadTooLarge"/>). Or the run ended before the update did (<see cref="DurableErrorCodes.UpdateAbandoned"/>), or is stuck
    /// (<see cref="DurableErrorCodes.RunStuck"/>).
    /// </exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected Task<TResult> UpdateAsync<TArguments, TResult>(
        UpdateDefinition<TArguments, TResult> update, TArguments arguments, string? idempotencyKey, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(update);
        if (PendingStart is { } start)
        {
            PendingStart = null;
            return Client.UpdateWithStartAsync(RunId, start, update, arguments, idempotencyKey, cancellationToken);
        }

        return Client.UpdateAsync(RunId, Definition, update, arguments, idempotencyKey, cancellationToken);
    }
}
