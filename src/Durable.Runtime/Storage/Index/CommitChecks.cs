namespace Durable.Storage;

/// <summary>What every store asks of a commit before it looks at anything stored.</summary>
internal static class CommitChecks
{
    /// <summary>The row's summary once the commit is applied.</summary>
    public static ReadOnlyMemory<byte> SummaryAfter(this RunCommit commit, ReadOnlyMemory<byte> before) =>
        commit.Summary ?? (commit.State.IsFinished ? default : before);

    /// <exception cref="ArgumentException">Two of the new runs have the same id, or the next generation has another one than the run.</exception>
    public static void Check(this RunCommit commit)
    {
        for (var i = 1; i < commit.NewRuns.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (commit.NewRuns[i].RunId == commit.NewRuns[j].RunId)
                {
                    throw new ArgumentException($"Two of the new runs have the id '{commit.NewRuns[i].RunId}'.", nameof(commit));
                }
            }
        }

        if (commit.NewRuns.Any(static run => run.History.Count > 0))
        {
            throw new ArgumentException("A run that a commit creates has no history.", nameof(commit));
        }

        if (commit.NextGeneration is { } next && next.RunId != commit.Lease.RunId)
        {
            throw new ArgumentException($"The next generation of run '{commit.Lease.RunId}' has the id '{next.RunId}'.", nameof(commit));
        }
    }

    /// <exception cref="ArgumentException">The run would have ended again by the same act.</exception>
    public static void Check(this RunReopening reopening)
    {
        if (reopening.State.IsSettled)
        {
            throw new ArgumentException($"A reopened run cannot be {reopening.State.Status}.", nameof(reopening));
        }
    }
}
