namespace Durable.Storage;

/// <summary>Which runs a worker can take on.</summary>
public sealed record ClaimRequest
{
    /// <summary>The worker.</summary>
    public required IRunOwner Owner { get; init; }

    /// <summary>The queues it serves.</summary>
    public required IReadOnlySet<string> Queues { get; init; }

    /// <summary>The workflows it has definitions of, as name and version.</summary>
    public required IReadOnlySet<(string Name, int Version)> Workflows { get; init; }

    /// <summary>The most runs to return, at least 1.</summary>
    public required int Max { get; init; }

    /// <summary>How long the leases last unless renewed; stores that only one process can open may ignore it.</summary>
    public required TimeSpan LeaseDuration { get; init; }

    /// <summary>Runs whose owner died this often without progress of the journal in between are suspects.</summary>
    public int SuspectAfter { get; init; } = 5;

    /// <summary>
    /// False: return no suspects. True: return at most one run, a suspect, and remember durably, before returning, that it now runs alone:
    /// if its owner dies again without progress, <see cref="ClaimedRun.DeathsAlone"/> counts it. The next claim of the same owner that takes something ends that time, as durably.
    /// </summary>
    public bool Suspects { get; init; }
}
