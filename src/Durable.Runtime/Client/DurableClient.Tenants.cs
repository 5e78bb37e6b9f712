using System.ComponentModel;
using Durable.Storage;
using Durable.Tenants;

namespace Durable;

public sealed partial class DurableClient
{
    /// <summary>The tenant whose runs this client reaches; null for the runs of no tenant.</summary>
    public string? Tenant { get; }

    /// <summary>A client that reaches the runs of one tenant and no others: what it starts belongs to the tenant, and every id it is given means a run of the tenant.</summary>
    /// <remarks>
    /// Two tenants may have runs of the same id. A run of another tenant, or of none, is to this client as if it did not exist. Children, schedules and
    /// signals to other runs stay inside the tenant. Workers serve all tenants.
    /// </remarks>
    /// <param name="tenant">The tenant: 1 to 100 letters, digits, <c>-</c>, <c>_</c> or <c>.</c>.</param>
    /// <returns>The client; cheap, and holds no resources.</returns>
    /// <exception cref="DurableException">
    /// No such name is possible (<see cref="DurableErrorCodes.TenantInvalid"/>), or this client is already confined to another tenant
    /// (<see cref="DurableErrorCodes.TenantMismatch"/>).
    /// </exception>
    public DurableClient ForTenant(string tenant)
    {
        TenantName.Check(tenant);
        if (tenant == Tenant)
        {
            return this;
        }

        return Tenant is null ? new DurableClient(this, tenant) : throw new DurableException(
            DurableErrorCodes.TenantMismatch,
            $"This client reaches the tenant '{Tenant}' only, not '{tenant}'.",
            "Call ForTenant on the host's own client.");
    }

    /// <summary>The client of the tenant that the options name, or this one. Called by generated clients.</summary>
    /// <param name="options">How a run is started.</param>
    /// <exception cref="DurableException">As for <see cref="ForTenant"/>.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public DurableClient ForTenantOf(StartOptions? options) => options?.Tenant is { } tenant ? ForTenant(tenant) : this;
}
