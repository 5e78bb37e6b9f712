namespace Durable.Tenants;

/// <summary>The rule for tenants that callers give.</summary>
internal static class TenantName
{
    /// <exception cref="DurableException">The name breaks the rule (<see cref="DurableErrorCodes.TenantInvalid"/>).</exception>
    public static string Check(string tenant)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        return StableName.IsValid(tenant)
            ? tenant
            : throw new DurableException(
                DurableErrorCodes.TenantInvalid,
                $"'{tenant}' is no tenant.",
                $"Use 1 to {StableName.MaxLength} letters, digits, '-', '_' or '.'.");
    }
}
