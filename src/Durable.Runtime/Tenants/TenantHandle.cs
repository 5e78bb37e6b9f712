using Durable.Storage;

namespace Durable.Tenants;

/// <summary>What a client sees of its host's store: one space of it.</summary>
/// <param name="host">The host's store.</param>
/// <param name="space">The space, as <see cref="RunKey.SpaceOf"/> names it.</param>
internal sealed class TenantHandle(StoreHandle host, string space)
{
    private TenantStore? _open;

    /// <inheritdoc cref="StoreHandle.Closing"/>
    public CancellationToken Closing => host.Closing;

    /// <inheritdoc cref="StoreHandle.Open"/>
    public IRunStore Open
    {
        get
        {
            var store = host.Open;
            return _open ??= new TenantStore(store, space, isStrict: true);
        }
    }

    /// <summary>The id under which the store keeps a run.</summary>
    public string Key(string runId) => space + runId;

    /// <summary>Another space of the same store.</summary>
    public TenantHandle In(string other) => new(host, other);
}
