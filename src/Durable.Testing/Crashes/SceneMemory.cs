using Durable.Storage;
using Durable.Storage.InMemory;

namespace Durable.Testing;

/// <summary>A play in memory: like a database that all processes share, so what a dead one had written is simply there.</summary>
internal sealed class SceneMemory(TimeProvider time) : SceneStore
{
    private readonly InMemoryStore _store = new(time, leasesExpire: false);

    public override IRunStore Lasting => _store;

    public override IRunStore Living => _store;

    public override bool IsSharedWithTheDead => true;

    public override Task OpenAsync() => Task.CompletedTask;

    public override void Abandon(RunLease lease) => _store.Abandon(lease);

    public override Task BuryAsync() => Task.CompletedTask;

    public override ValueTask DisposeAsync() => _store.DisposeAsync();
}
