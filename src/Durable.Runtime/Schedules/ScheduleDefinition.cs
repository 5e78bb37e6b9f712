using System.Text.Json.Serialization;
using Durable.Principals;

namespace Durable.Schedules;

/// <summary>What a schedule starts and when, as it is stored.</summary>
internal sealed record ScheduleDefinition
{
    private ScheduleSpec? _spec;

    /// <summary>The cron expression, or null for a rhythm.</summary>
    public string? Cron { get; init; }

    /// <summary>The cron expression's time zone.</summary>
    public string? Zone { get; init; }

    /// <summary>The rhythm, in milliseconds; 0 for a cron expression.</summary>
    public long Every { get; init; }

    /// <summary>The workflow's stable name.</summary>
    public required string Workflow { get; init; }

    /// <summary>The input's JSON, or null for a workflow without input.</summary>
    public string? Input { get; init; }

    public ScheduleOverlap Overlap { get; init; }

    public ScheduleCatchUp CatchUp { get; init; }

    public Dictionary<string, string>? Tags { get; init; }

    public int Priority { get; init; }

    public required string Queue { get; init; }

    /// <summary>How long a run may take, in milliseconds; 0 for no limit.</summary>
    public long Timeout { get; init; }

    [JsonConverter(typeof(PrincipalConverter))]
    public Principal? Principal { get; init; }

    /// <summary>When it starts runs; with a <see cref="ScheduleSpec.Problem"/> where this machine does not know the time zone.</summary>
    [JsonIgnore]
    public ScheduleSpec Spec => _spec ??= Cron is null ? ScheduleSpec.Every(TimeSpan.FromMilliseconds(Every)) : ScheduleSpec.Stored(Cron, Zone!);

    /// <exception cref="DurableException">It is of a schedule whose time zone this machine does not know (<see cref="DurableErrorCodes.TimeZoneUnknown"/>).</exception>
    public ScheduleDefinition With(ScheduleSpec spec) => this with
    {
        _spec = spec.Problem is null ? spec : throw spec.Problem,
        Cron = spec.CronExpression,
        Zone = spec.TimeZone,
        Every = (long)(spec.Interval?.TotalMilliseconds ?? 0),
    };

    /// <summary>Whether another one says the same; its record equality would compare the dictionaries and lists themselves.</summary>
    public bool IsSame(ScheduleDefinition other) =>
        (Cron, Zone, Every, Workflow, Input, Overlap, CatchUp, Priority, Queue, Timeout)
            == (other.Cron, other.Zone, other.Every, other.Workflow, other.Input, other.Overlap, other.CatchUp, other.Priority, other.Queue, other.Timeout)
        && IsSame(Principal, other.Principal)
        && (Tags?.Count ?? 0) == (other.Tags?.Count ?? 0)
        && (Tags is null || Tags.All(tag => other.Tags!.TryGetValue(tag.Key, out var value) && value == tag.Value));

    private static bool IsSame(Principal? one, Principal? other) => one is null || other is null
        ? one == other
        : (one.Id, one.Tenant, one.EgressAllowed, one.SpendLimit) == (other.Id, other.Tenant, other.EgressAllowed, other.SpendLimit)
            && one.Scopes.SequenceEqual(other.Scopes, StringComparer.Ordinal);
}
