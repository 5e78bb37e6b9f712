using System.Diagnostics;
using System.Globalization;
using Durable.Bench.Serialization.Payloads;

namespace Durable.Bench.Serialization;

/// <summary>
/// Both serializers in turns of about a millisecond, and the median of the ratio of neighbouring turns: what else the machine does hits both alike,
/// where two benchmarks that run minutes apart would measure the machine.
/// </summary>
internal static class PairedRounds
{
    private const int Rounds = 1_001;
    private const int WarmupRounds = 500;
    private const double RoundSeconds = 0.001;

    public static void Run()
    {
        Console.WriteLine("| payload | operation | System.Text.Json (median) | Durable (median) | ratio (median) | ratio (quartiles) |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var kind in Enum.GetValues<PayloadKind>())
        {
            var comparison = Comparison.Of(kind);
            Measure(kind, "write", comparison.WritePlatforms, comparison.WriteOurs);
            Measure(kind, "read", comparison.ReadPlatforms, comparison.ReadOurs);
        }
    }

    private static void Measure(PayloadKind kind, string operation, Func<object?> platforms, Func<object?> ours)
    {
        // Twice: the first figures are those of code that was not optimised yet.
        var count = Calibrate(platforms);
        for (var round = 0; round < WarmupRounds; round++)
        {
            Time(platforms, count);
            Time(ours, count);
        }

        count = Calibrate(platforms);
        var platformTimes = new double[Rounds];
        var ourTimes = new double[Rounds];
        for (var round = 0; round < Rounds; round++)
        {
            // Whoever goes second finds the caches the other left, so they take turns.
            if (round % 2 == 0)
            {
                platformTimes[round] = Time(platforms, count);
                ourTimes[round] = Time(ours, count);
            }
            else
            {
                ourTimes[round] = Time(ours, count);
                platformTimes[round] = Time(platforms, count);
            }
        }

        var ratios = ourTimes.Zip(platformTimes, static (left, right) => left / right).Order().ToArray();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {kind} | {operation} | {Median(platformTimes):N0} ns | {Median(ourTimes):N0} ns | {ratios[Rounds / 2]:F2} | {ratios[Rounds / 4]:F2} to {ratios[Rounds * 3 / 4]:F2} |"));
    }

    private static double Median(double[] times) => times.Order().ElementAt(times.Length / 2);

    private static int Calibrate(Func<object?> operation)
    {
        var count = 1;
        while (Time(operation, count) * count < RoundSeconds * 1e9)
        {
            count *= 2;
        }

        return count;
    }

    /// <summary>Nanoseconds for each call.</summary>
    private static double Time(Func<object?> operation, int count)
    {
        var start = Stopwatch.GetTimestamp();
        for (var call = 0; call < count; call++)
        {
            operation();
        }

        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / count;
    }
}
