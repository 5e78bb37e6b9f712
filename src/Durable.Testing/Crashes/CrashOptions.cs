namespace Durable.Testing;

/// <summary>How <see cref="CrashEverywhere"/> plays.</summary>
public sealed record CrashOptions
{
    /// <summary>30 seconds.</summary>
    public static TimeSpan DefaultPatience { get; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Null (the default): steps run one after the other, in the order in which the body asked for them, so that every play writes the same and races have the same winner.
    /// A number: in an order drawn from it. After a crash the order is drawn anew, so races may then end otherwise.
    /// </summary>
    public int? Seed { get; init; }

    /// <summary>Whether steps really run side by side, as those that wait for each other need it; the n-th write may then be another one each time. Default false.</summary>
    public bool SideBySide { get; init; }

    /// <summary>How many plays may be under way at a time, from 1. More is faster where steps really wait, and needs scenarios that share nothing. Default 1.</summary>
    public int PlaysAtOnce { get; init; } = 1;

    /// <summary>Whether runs stay in memory while they wait. Default true; false makes every wait a replay as well.</summary>
    public bool KeepsRunsInMemory { get; init; } = true;

    /// <summary>
    /// Whether the runs lie in files, as with <c>UseFileStore</c>, in a directory for temporary files: the process that takes over opens what the killed one left. Default false: in memory, which is faster.
    /// </summary>
    public bool OnDisk { get; init; }

    /// <summary>
    /// Applied to results and errors before they are compared, for what may rightly differ from one play to the next, such as an id that a service draws.
    /// Default: nothing is changed.
    /// </summary>
    public Func<string, string> Comparable { get; init; } = static text => text;

    /// <summary>The longest one play may take, in real time. Above zero. Default <see cref="DefaultPatience"/>.</summary>
    public TimeSpan Patience { get; init; } = DefaultPatience;
}
