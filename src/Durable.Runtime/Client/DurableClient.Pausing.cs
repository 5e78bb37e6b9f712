namespace Durable;

public sealed partial class DurableClient
{
    /// <summary>
    /// Lets a run start nothing new: steps that are running finish and are recorded, and the run becomes <see cref="RunStatus.Paused"/> and stays so, over restarts, until
    /// <see cref="ResumeAsync(string, string?, CancellationToken)"/>. Pausing a paused run changes nothing.
    /// </summary>
    /// <remarks>
    /// Signals, answers and updates are taken meanwhile, and what they bring about begins after the pause; so do timers and retries that came due. Time-outs go by the clock all the
    /// same. Cancelling a paused run ends the pause, terminating it ends the run; a run can be paused while it is undone, too. A stuck run is tried again, as by any message, and is then paused.
    /// </remarks>
    /// <param name="runId">The run.</param>
    /// <param name="reason">Recorded, and shown as <see cref="RunInfo.Reason"/> while the pause lasts.</param>
    /// <param name="idempotencyKey">1 to 200 printable characters; the same request with the same key is stored once. Null for no such check.</param>
    /// <param name="cancellationToken">Gives up waiting; the request may have been sent all the same.</param>
    /// <returns>Completes once the request is durable, a moment before the run shows as paused.</returns>
    /// <exception cref="DurableException">
    /// No such run (<see cref="DurableErrorCodes.RunNotFound"/>), or it has ended (<see cref="DurableErrorCodes.RunFinished"/>).
    /// </exception>
    public async Task PauseAsync(string runId, string? reason = null, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(runId);
        await SendAsync(runId, InboxKinds.Pause, name: null, ReasonAsJson(reason, runId), idempotencyKey, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets a paused run go on. For a run that is not paused nothing changes.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="idempotencyKey">1 to 200 printable characters; the same request with the same key is stored once. Null for no such check.</param>
    /// <param name="cancellationToken">Gives up waiting; the request may have been sent all the same.</param>
    /// <returns>Completes once the request is durable.</returns>
    /// <exception cref="DurableException">
    /// No such run (<see cref="DurableErrorCodes.RunNotFound"/>), or it has ended (<see cref="DurableErrorCodes.RunFinished"/>).
    /// </exception>
    public async Task ResumeAsync(string runId, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(runId);
        await SendAsync(runId, InboxKinds.Unpause, name: null, payload: default, idempotencyKey, cancellationToken).ConfigureAwait(false);
    }

    internal async Task PauseAsync(
        string runId, WorkflowDefinition definition, string? reason, string? idempotencyKey, CancellationToken cancellationToken)
    {
        CheckWorkflow(await FindAsync(runId, cancellationToken).ConfigureAwait(false), definition);
        await PauseAsync(runId, reason, idempotencyKey, cancellationToken).ConfigureAwait(false);
    }

    internal async Task ResumeAsync(string runId, WorkflowDefinition definition, string? idempotencyKey, CancellationToken cancellationToken)
    {
        CheckWorkflow(await FindAsync(runId, cancellationToken).ConfigureAwait(false), definition);
        await ResumeAsync(runId, idempotencyKey, cancellationToken).ConfigureAwait(false);
    }
}
