using System.Collections.Concurrent;
using System.Diagnostics;
using Durable.Crash.Child;

namespace Durable.Crash.Tests.Enumerating;

/// <summary>
/// Plays a scenario once, then again from every state that a failure between any two disk operations could have left; and from one state that a
/// second failure, while that was being recovered, could have left.
/// </summary>
internal sealed class Enumeration(CrashScenario scenario, ITestOutputHelper output)
{
    // Most of the time is spent waiting for the disk and for steps that take a while.
    private const int AtOnce = 16;

    private IReadOnlyCollection<Acknowledgement> _faultFree = [];

    public async Task RunAsync()
    {
        output.WriteLine($"{TestSeed.Variable}={TestSeed.Value}");
        var watch = Stopwatch.StartNew();
        var (recording, acknowledged) = await PlayAsync(CrashPoint.Nothing, life: 1);
        _faultFree = acknowledged;

        var points = recording.CrashPoints().ToList();
        await Parallel.ForEachAsync(
            points.Index(),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (point, _) =>
            {
                var (recovery, _) = await PlayAsync(point.Item, life: 2);
                var again = recovery.CrashPoints().ToList();
                await PlayAsync(again[new Random(TestSeed.Value + point.Index).Next(again.Count)], life: 3);
            });
        output.WriteLine($"{points.Count} crash points, and as many second ones, in {watch.Elapsed.TotalSeconds:f1} s");
    }

    /// <summary>Plays once, then again from what is left of a disk that kept only so many bytes of one write.</summary>
    public async Task TearAsync()
    {
        var watch = Stopwatch.StartNew();
        var (recording, acknowledged) = await PlayAsync(CrashPoint.Nothing, life: 1);
        _faultFree = acknowledged;
        var points = recording.TornWrites().ToList();
        await Parallel.ForEachAsync(
            points, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (point, _) => await PlayAsync(point, life: 2));
        output.WriteLine($"{points.Count} torn writes in {watch.Elapsed.TotalSeconds:f1} s");
    }

    /// <summary>Plays to the end from what a failure left, and checks everything.</summary>
    private async Task<(Recording Recording, IReadOnlyCollection<Acknowledgement> Acknowledged)> PlayAsync(CrashPoint from, int life)
    {
        using var directory = new TestDirectory();
        var layout = new Layout(directory.Path);
        from.WriteTo(layout);
        var recording = new Recording(layout.Store, layout.Ledger, from);
        var told = new ConcurrentBag<Acknowledgement>();
        try
        {
            await scenario.PlayAsync(
                layout,
                new RecordedFiles(recording),
                life,
                from.Acknowledged,
                acknowledged =>
                {
                    recording.Add(acknowledged);
                    told.Add(acknowledged);
                });
            IReadOnlyCollection<Acknowledgement> acknowledged = [.. from.Acknowledged.Union(told)];
            scenario.Verify(layout, acknowledged);
            Compare(acknowledged);
            recording.Close();
            directory.Succeeded();
            return (recording, acknowledged);
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"{from.When}({directory.Path}): {failure.Message}", failure);
        }
    }

    private void Compare(IReadOnlyCollection<Acknowledgement> acknowledged)
    {
        // I1: what a caller was told before the failure it is told after it, to the letter.
        var told = acknowledged.OrderBy(given => given.RunId).ThenBy(given => given.What).ToList();
        Assert.Equal(told.Select(given => (given.RunId, given.What)).Distinct(), told.Select(given => (given.RunId, given.What)));

        // I4.
        if (_faultFree.Count > 0)
        {
            var expected = _faultFree.OrderBy(given => given.RunId).ThenBy(given => given.What);
            Assert.Equal(expected.Select(Comparable), told.Select(Comparable));
        }
    }

    private Acknowledgement Comparable(Acknowledgement given) =>
        given with { Answer = given.Answer is { } answer ? scenario.Comparable(answer) : null };
}
