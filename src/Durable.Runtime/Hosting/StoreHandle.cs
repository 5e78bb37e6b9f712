using Durable.Storage;

namespace Durable;

/// <summary>A host's one store: opened when the host starts, closed when it stops. Who comes too early or too late is told so.</summary>
/// <param name="store">The store, not yet open.</param>
internal sealed class StoreHandle(IRunStore store) : IAsyncDisposable, IDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private volatile bool _opened;
    private int _disposed;

    /// <summary>Cancelled when the store is about to close.</summary>
    public CancellationToken Closing => _closing.Token;

    /// <summary>The store can be used.</summary>
    public bool IsOpen => _opened && !_closing.IsCancellationRequested;

    /// <exception cref="DurableException">
    /// The host has not been started (<see cref="DurableErrorCodes.HostNotStarted"/>) or has stopped (<see cref="DurableErrorCodes.HostStopped"/>).
    /// </exception>
    public IRunStore Open
    {
        get
        {
            if (_closing.IsCancellationRequested)
            {
                throw Stopped();
            }

            return _opened ? store : throw new DurableException(
                DurableErrorCodes.HostNotStarted,
                "The host has not been started, so its store is not open.",
                "Await the host's StartAsync first.");
        }
    }

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (_closing.IsCancellationRequested)
        {
            throw Stopped();
        }

        await store.OpenAsync(cancellationToken).ConfigureAwait(false);
        _opened = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            await _closing.CancelAsync().ConfigureAwait(false);
            await store.DisposeAsync().ConfigureAwait(false);
        }
    }

    // A service provider that is disposed synchronously refuses to hold anything that is only disposable asynchronously.
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    public static DurableException Stopped() => new(
        DurableErrorCodes.HostStopped,
        "The host is stopping or has stopped, and its store with it.",
        "Use a client of a running host; runs go on when a host opens the store again.");
}
