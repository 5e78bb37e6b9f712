namespace Durable.Storage;

/// <summary>What became of a message.</summary>
public enum InboxOutcome
{
    /// <summary>Stored, and durable.</summary>
    Stored,

    /// <summary>A message with this idempotency key is there already; nothing was changed.</summary>
    Duplicate,

    /// <summary>There is no such run; nothing was changed.</summary>
    RunNotFound,

    /// <summary>The run has ended; nothing was changed.</summary>
    RunFinished,
}
