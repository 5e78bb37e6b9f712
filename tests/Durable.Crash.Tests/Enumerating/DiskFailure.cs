namespace Durable.Crash.Tests.Enumerating;

/// <summary>How the machine ends between two disk operations, and so what is left of those before.</summary>
internal enum DiskFailure
{
    /// <summary>The process was killed: the system still writes everything that was handed to it.</summary>
    ProcessKilled,

    /// <summary>As <see cref="ProcessKilled"/>, but in the middle of the next write: its first half is there.</summary>
    ProcessKilledInWrite,

    /// <summary>Power was lost, and nothing is left but what was flushed.</summary>
    PowerLost,

    /// <summary>Power was lost; names had been written in time, contents had not.</summary>
    PowerLostNamesKept,

    /// <summary>Power was lost; contents had been written in time, names had not.</summary>
    PowerLostContentsKept,
}
