using System.Collections.Concurrent;
using System.Diagnostics;
using Durable.Crash.Child;
using Durable.Storage.Files;

namespace Durable.Crash.Tests.Enumerating;

/// <summary>Plays a scenario once, then again from every state that a failure between any two disk operations could have left.</summary>
internal static class Enumeration
{
    // Most of the time is spent waiting for the disk and for steps that take a while.
    private const int AtOnce = 8;

    public static async Task RunAsync(CrashScenario scenario, ITestOutputHelper output)
    {
        var watch = Stopwatch.StartNew();
        using var directory = new TestDirectory();
        var layout = new Layout(directory.Path);
        var recording = new Recording(layout.Store, layout.Ledger);
        var faultFree = new ConcurrentBag<Acknowledgement>();
        await scenario.PlayAsync(
            layout,
            new RecordedFiles(recording),
            life: 1,
            new HashSet<Acknowledgement>(),
            acknowledged =>
            {
                recording.Add(acknowledged);
                faultFree.Add(acknowledged);
            });
        scenario.Verify(layout, faultFree);

        var points = recording.CrashPoints().ToList();
        await Parallel.ForEachAsync(
            points,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (point, _) => await RecoverAsync(scenario, point, faultFree));
        directory.Succeeded();
        output.WriteLine($"{points.Count} crash points in {watch.Elapsed.TotalSeconds:f1} s");
    }

    private static async Task RecoverAsync(CrashScenario scenario, CrashPoint point, IReadOnlyCollection<Acknowledgement> faultFree)
    {
        using var directory = new TestDirectory();
        var layout = new Layout(directory.Path);
        point.Store.WriteTo(layout.Store);
        await File.WriteAllBytesAsync(layout.Ledger, point.Ledger);
        try
        {
            var acknowledged = new ConcurrentBag<Acknowledgement>();
            await scenario.PlayAsync(layout, DiskFiles.Instance, life: 2, point.Acknowledged, acknowledged.Add);
            scenario.Verify(layout, [.. point.Acknowledged.Union(acknowledged)]);
            Assert.Equal(Comparable(faultFree), Comparable(point.Acknowledged.Union(acknowledged)));
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"{point.When} ({directory.Path}): {failure.Message}", failure);
        }

        directory.Succeeded();
    }

    /// <summary>I1 and I4: before and after the failure together, callers were told what they are told without one.</summary>
    private static IEnumerable<Acknowledgement> Comparable(IEnumerable<Acknowledgement> acknowledged) =>
        acknowledged
            .Select(given => given with { Answer = given.Answer is null ? null : Checking.Tokens.Without(given.Answer) })
            .Distinct()
            .OrderBy(given => (given.RunId, given.What));
}
