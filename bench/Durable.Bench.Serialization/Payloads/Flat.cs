namespace Durable.Bench.Serialization.Payloads;

/// <summary>A record of ten primitives.</summary>
public sealed record Flat(
    int Number,
    long Big,
    bool Flag,
    double Ratio,
    decimal Amount,
    string Name,
    string Text,
    Guid Id,
    DateTimeOffset At,
    TimeSpan Took)
{
    public static Flat Sample(int index) => new(
        index,
        index * 10_000_000_000L,
        index % 2 == 0,
        index / 7.0,
        index * 1.25m,
        "customer-" + index,
        "The quick brown fox jumps over the lazy dog.",
        new Guid(index, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
        new DateTimeOffset(2030, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(1)).AddMinutes(index),
        TimeSpan.FromMilliseconds(index * 1_234.5));
}
