namespace Durable.Journal;

/// <summary>Which schedule started a run.</summary>
/// <param name="Schedule">The schedule's id.</param>
/// <param name="Generation">Which life of the schedule waits for the run's end; 0 for none.</param>
/// <param name="OperationId">Its operation that waits; null for none.</param>
internal sealed record ScheduleLink(string Schedule, int Generation = 0, string? OperationId = null);
