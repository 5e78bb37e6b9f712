using System.ComponentModel;

namespace Durable;

/// <summary>Which runs to list. An empty query lists all; members that are set must all hold.</summary>
public sealed record RunQuery
{
    /// <summary>100 runs.</summary>
    public const int DefaultPageSize = 100;

    internal const int LargestPageSize = 10_000;

    /// <summary>For <see cref="DurableClient.ListPageAsync"/>: how many runs make a page, 1 to 10,000. Default <see cref="DefaultPageSize"/>.</summary>
    public int PageSize { get; init; } = DefaultPageSize;

    /// <summary>Only runs of this workflow.</summary>
    public string? Workflow { get; init; }

    /// <summary>Only runs in one of these states; empty means any.</summary>
    public IReadOnlyList<RunStatus> Statuses { get; init; } = [];

    /// <summary>Only runs in this state: short for <see cref="Statuses"/> with just this one, and null where that holds none or several.</summary>
    public RunStatus? Status
    {
        get => Statuses is [var only] ? only : null;
        init => Statuses = value is { } one ? [one] : [];
    }

    /// <summary>Only runs whose tags hold all of these.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>Only runs whose metadata holds all of these: a text as it is, anything else as its JSON (<c>3</c>, <c>true</c>).</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>Only children of the run with this id.</summary>
    public string? Parent { get; init; }

    /// <summary>Only runs started at or after this time.</summary>
    public DateTimeOffset? CreatedFrom { get; init; }

    /// <summary>Only runs started before this time.</summary>
    public DateTimeOffset? CreatedBefore { get; init; }

    /// <summary>
    /// For stores: only runs whose keys lie in this space (<see cref="Storage.RunKey"/>); null for all. Clients set it to their tenant's, whatever the caller gives.
    /// </summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public string? Space { get; init; }
}
