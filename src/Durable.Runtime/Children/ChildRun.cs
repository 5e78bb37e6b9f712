namespace Durable;

/// <summary>A child that was started, as its parent's body sees it. Its members may be called only from that body.</summary>
public abstract class ChildRun
{
    /// <summary>The child's run id.</summary>
    public abstract string RunId { get; }

    /// <summary>Waits for the child's end.</summary>
    /// <param name="cancellationToken">Ends the wait, not the child.</param>
    /// <exception cref="ChildFailedException">The child ended otherwise than by completing; the same on replay.</exception>
    public Task ResultAsync(CancellationToken cancellationToken = default) => WaitAsync(cancellationToken);

    /// <summary>Sends the child a signal, exactly once.</summary>
    /// <typeparam name="T">The signal's payload type.</typeparam>
    /// <param name="signal">The signal, as declared on the child's workflow class.</param>
    /// <param name="value">What is sent.</param>
    /// <returns>Completes when the signal is durable in the child's inbox.</returns>
    /// <exception cref="DurableException">
    /// Nothing was sent: the child has ended (<see cref="DurableErrorCodes.RunFinished"/>), or declares no such signal
    /// (<see cref="DurableErrorCodes.SignalUnknown"/>, <see cref="DurableErrorCodes.SignalTypeMismatch"/>).
    /// </exception>
    public abstract Task SignalAsync<T>(Signal<T> signal, T value);

    /// <summary>Asks the child to stop and undo what it did. A child that has ended is left alone.</summary>
    /// <param name="reason">Recorded, and shown as the child's error text.</param>
    /// <returns>Completes when the request is durable, before the child has stopped; <see cref="ResultAsync"/> waits for that.</returns>
    public abstract Task CancelAsync(string? reason = null);

    /// <summary>What <see cref="ResultAsync"/> does.</summary>
    /// <param name="cancellationToken">Ends the wait, not the child.</param>
    protected abstract Task WaitAsync(CancellationToken cancellationToken);
}

/// <summary>A child with a result.</summary>
/// <typeparam name="TResult">What the child's <c>RunAsync</c> returns.</typeparam>
public abstract class ChildRun<TResult> : ChildRun
{
    /// <summary>Waits for the child's end.</summary>
    /// <param name="cancellationToken">Ends the wait, not the child.</param>
    /// <returns>What the child's body returned.</returns>
    /// <exception cref="ChildFailedException">The child ended otherwise than by completing; the same on replay.</exception>
    public new abstract Task<TResult> ResultAsync(CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    protected sealed override Task WaitAsync(CancellationToken cancellationToken) => ResultAsync(cancellationToken);
}
