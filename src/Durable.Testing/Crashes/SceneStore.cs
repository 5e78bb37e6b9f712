using Durable.Storage;

namespace Durable.Testing;

/// <summary>The store of a play, which outlives the processes that die.</summary>
internal abstract class SceneStore : IAsyncDisposable
{
    /// <summary>As callers see it, over all deaths.</summary>
    public abstract IRunStore Lasting { get; }

    /// <summary>As the process sees it that lives now.</summary>
    public abstract IRunStore Living { get; }

    /// <summary>Whether a process that only seems to be dead still reaches what the next one uses, so that the store itself must refuse it.</summary>
    public abstract bool IsSharedWithTheDead { get; }

    public abstract Task OpenAsync();

    /// <summary>Ends a lease of a dead process, as its end would some time after.</summary>
    public abstract void Abandon(RunLease lease);

    /// <summary>Takes what a dead process left, for the next one. Called once nothing of the dead one is on its way any more.</summary>
    public abstract Task BuryAsync();

    public abstract ValueTask DisposeAsync();
}
