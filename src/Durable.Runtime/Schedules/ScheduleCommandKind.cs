namespace Durable.Schedules;

/// <summary>What a caller wants of a schedule. Stored by name.</summary>
internal enum ScheduleCommandKind
{
    /// <summary>Start nothing until resumed.</summary>
    Pause,

    /// <summary>Go on.</summary>
    Resume,

    /// <summary>Go by another definition.</summary>
    Define,

    /// <summary>Start nothing any more, and do not show it.</summary>
    Delete,
}
