namespace Durable.Tests.Harness;

/// <summary>Where the runs of a test live.</summary>
public enum StoreKind
{
    /// <summary>In memory: the store outlives the process.</summary>
    Memory,

    /// <summary>In files: a process that is killed leaves its directory behind, and the next one opens a copy of it.</summary>
    Files,
}
