namespace Durable.Storage;

/// <summary>
/// The id under which a store keeps a run: the run id that callers know, after its space. The space is empty for ordinary runs of no tenant;
/// otherwise it names the tenant, and what the engine's own runs are for. Sorted by key, a tenant's runs lie together.
/// </summary>
public static class RunKey
{
    /// <summary>Ends each part of a space. No tenant and no run id can hold it, so no id reaches into another space.</summary>
    public const char Separator = '\u001F';

    /// <summary>Begins the ids of the engine's runs that carry out steps elsewhere, within their tenant.</summary>
    public const string TaskPrefix = "\u001Ftask\u001F";

    /// <summary>The space of a tenant's ordinary runs.</summary>
    /// <param name="tenant">The tenant, or null for none.</param>
    public static string SpaceOfTenant(string? tenant) => tenant is null ? "" : tenant + Separator;

    /// <summary>The space that a key lies in: everything up to and with the last <see cref="Separator"/>.</summary>
    /// <param name="key">The key.</param>
    public static string SpaceOf(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key[..(key.LastIndexOf(Separator) + 1)];
    }

    /// <summary>Whether a key lies in a space.</summary>
    /// <param name="key">The key.</param>
    /// <param name="space">The space, as <see cref="SpaceOf"/> returns it.</param>
    public static bool IsIn(string key, string space)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(space);
        return key.LastIndexOf(Separator) + 1 == space.Length && key.StartsWith(space, StringComparison.Ordinal);
    }

    /// <summary>The tenant that a key belongs to, or null for none.</summary>
    /// <param name="key">The key.</param>
    public static string? TenantOf(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var end = key.IndexOf(Separator);
        return end > 0 ? key[..end] : null;
    }
}
