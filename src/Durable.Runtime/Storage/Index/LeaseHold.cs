namespace Durable.Storage;

/// <summary>Who holds a run, under which token and how long.</summary>
internal sealed class LeaseHold(long token, IRunOwner owner, bool alone)
{
    public readonly long Token = token;
    public readonly IRunOwner Owner = owner;

    /// <summary>The run was handed out as a suspect that runs alone, and its owner has taken no other since.</summary>
    public bool Alone = alone;

    /// <summary>From this time (Unix milliseconds) on the lease is lost; moved by renewals.</summary>
    public long EndsAt;
}
