using Durable.Storage.InMemory;
using Durable.Testing;

namespace Durable.Tests.Hosting;

/// <summary>A store that another process holds.</summary>
internal sealed class UnopenableStore() : ForwardingStore(new InMemoryStore(TimeProvider.System))
{
    public bool Disposed { get; private set; }

    public override ValueTask OpenAsync(CancellationToken cancellationToken = default) => throw new StoreLockedException("data", "process 1");

    protected override ValueTask CloseAsync()
    {
        Disposed = true;
        return base.CloseAsync();
    }
}
