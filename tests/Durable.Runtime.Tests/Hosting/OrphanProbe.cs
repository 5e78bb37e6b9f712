using Durable.Storage;
using Durable.Storage.InMemory;
using Durable.Testing;

namespace Durable.Tests.Hosting;

/// <summary>A store that notices a worker that is still at work when the store is closed.</summary>
internal sealed class OrphanProbe() : ForwardingStore(new InMemoryStore(TimeProvider.System))
{
    private int _waiting;

    public bool Disposed { get; private set; }

    public bool WorkerLeftBehind { get; private set; }

    public override async ValueTask WaitForClaimableAsync(ClaimRequest request, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            await base.WaitForClaimableAsync(request, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    protected override ValueTask CloseAsync()
    {
        WorkerLeftBehind |= Volatile.Read(ref _waiting) > 0;
        Disposed = true;
        return base.CloseAsync();
    }
}
