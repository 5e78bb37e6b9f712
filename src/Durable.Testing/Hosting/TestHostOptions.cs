namespace Durable.Testing;

/// <summary>How a <see cref="DurableTestHost"/> behaves.</summary>
public sealed record TestHostOptions
{
    /// <summary>20 seconds.</summary>
    public static TimeSpan DefaultStallTimeout { get; } = TimeSpan.FromSeconds(20);

    /// <summary>100,000.</summary>
    public static int DefaultMostIdleSkips { get; } = 100_000;

    /// <summary>The first time the clock shows; null for noon (UTC) of 1 March 2025.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>Whether the clock skips to the next timer by itself while a run's end is awaited and nothing else is left to do. Default true.</summary>
    public bool SkipsTime { get; init; } = true;

    /// <summary>
    /// Null: steps run at once, side by side, as in production. A number: they run one at a time, in an order drawn from it, so that the
    /// outcomes of operations that are under way together are recorded in that order; the same number gives the same order again. They then run only while somebody waits for a run;
    /// what a test sends to a run that has begun comes when it comes.
    /// </summary>
    public int? Seed { get; init; }

    /// <summary>
    /// How long, in real time, somebody may wait for a run's end although nothing is left that could bring it on, before that wait fails and says why.
    /// Above zero. Default <see cref="DefaultStallTimeout"/>.
    /// </summary>
    public TimeSpan StallTimeout { get; init; } = DefaultStallTimeout;

    /// <summary>
    /// How often the clock may skip to a timer of other runs (a schedule, a loop that sleeps) while the run whose end is awaited records nothing, before that wait fails and says why.
    /// 1 or more. Default <see cref="DefaultMostIdleSkips"/>.
    /// </summary>
    public int MostIdleSkips { get; init; } = DefaultMostIdleSkips;
}
