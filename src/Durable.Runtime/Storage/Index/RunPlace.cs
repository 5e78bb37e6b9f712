namespace Durable.Storage;

/// <summary>Which structure of a <see cref="RunIndex{TRun}"/> holds a run now; it is in exactly one.</summary>
internal enum RunPlace : byte
{
    /// <summary>In none: finished, waiting for a message only, or a write of it is under way.</summary>
    None,

    /// <summary>In the ready heap of its kind: can be claimed now.</summary>
    Ready,

    /// <summary>In the timer heap: can be claimed from <see cref="LiveRun.WakeAt"/>.</summary>
    Timer,

    /// <summary>Held by a worker.</summary>
    Leased,
}
