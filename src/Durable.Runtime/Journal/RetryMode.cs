namespace Durable.Journal;

/// <summary>What a retried run makes of the records from a position on.</summary>
internal enum RetryMode
{
    /// <summary>The failures are void; every other outcome counts when its operation is asked for again.</summary>
    Reuse,

    /// <summary>All are void but what came from outside: signals, answers, updates.</summary>
    Drop,

    /// <summary>All stand, and compensators that failed are tried again.</summary>
    Undo,

    /// <summary>All stand, and what a completed run did is undone, because its parent is.</summary>
    Compensate,
}
