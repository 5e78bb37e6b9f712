namespace Durable.Storage;

/// <summary>Whether a commit was applied.</summary>
public enum CommitOutcome
{
    /// <summary>Applied, and durable.</summary>
    Applied,

    /// <summary>Nothing was changed: the lease is lost, or the journal has another length than expected.</summary>
    Fenced,

    /// <summary>Nothing was changed: a run with the id of one of <see cref="RunCommit.NewRuns"/> exists already.</summary>
    RunExists,
}
