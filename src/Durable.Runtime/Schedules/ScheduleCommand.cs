namespace Durable.Schedules;

/// <summary>What a caller sends to a schedule.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="At">When it was sent: UTC, in milliseconds since 1970. From then on it counts, however late the schedule learns of it.</param>
/// <param name="Reason">Why, for <see cref="ScheduleCommandKind.Pause"/>; or null.</param>
/// <param name="Definition">The new definition, for <see cref="ScheduleCommandKind.Define"/>.</param>
/// <param name="IsNew">The definition begins a new schedule, under the id of a deleted one.</param>
/// <param name="IsPaused">The new schedule begins paused.</param>
/// <param name="Request">Names the request that creates a new schedule, so that its sender can tell whether it was that one.</param>
internal sealed record ScheduleCommand(
    ScheduleCommandKind Kind, long At, string? Reason = null, ScheduleDefinition? Definition = null, bool IsNew = false, bool IsPaused = false, string? Request = null);
