namespace Durable.Storage;

/// <summary>Whether a run came back to life.</summary>
public enum ReopenOutcome
{
    /// <summary>It did, and that is durable.</summary>
    Reopened,

    /// <summary>There is no such run; nothing was changed.</summary>
    RunNotFound,

    /// <summary>The run goes on, is held by a worker, or has another journal than expected; nothing was changed.</summary>
    Changed,
}
