namespace Durable.Storage;

/// <summary>Whether a run was deleted.</summary>
public enum DeleteOutcome
{
    /// <summary>It was, and that is durable.</summary>
    Deleted,

    /// <summary>There is no such run; nothing was changed.</summary>
    RunNotFound,

    /// <summary>The run has not ended; nothing was changed.</summary>
    RunNotFinished,
}
