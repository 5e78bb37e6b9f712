using System.Collections.Concurrent;
using Durable.Crash.Child;
using Durable.Crash.Tests.Enumerating;
using Durable.Storage.Files;
using Durable.Tests.Storage;

namespace Durable.Crash.Tests.Disks;

// A failed write or flush is final (the store's fail-stop), and nothing acknowledged before it is lost.
[Trait("Category", "Soak")]
public sealed class FailingDiskTests(ITestOutputHelper output)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    // While it opens, the store says that it cannot; later, that it stopped.
    private static readonly string[] s_expected = [DurableErrorCodes.StoreUnavailable, DurableErrorCodes.StoreFailed];

    /// <summary>A disk that is full takes part of a write, and nothing afterwards.</summary>
    [Fact]
    public Task Disk_FullAtAnyWriteOfLiveRuns_StopsTheStoreAndLosesNothing() => FailEverywhereAsync("Write", forGood: true);

    /// <summary>A flush that failed succeeds when it is tried again, though the data is gone: trying again would be the mistake.</summary>
    [Fact]
    public Task Flush_FailsOnceAnywhereWithLiveRuns_StopsTheStoreAndLosesNothing() => FailEverywhereAsync("Flush", forGood: false);

    private async Task FailEverywhereAsync(string operation, bool forGood)
    {
        var failures = 0;
        while (await FailAsync(operation, number: failures + 1, forGood))
        {
            failures++;
        }

        output.WriteLine($"{failures} operations failed, one per life");
        Assert.True(failures > 10, $"Only {failures} operations were made to fail.");
    }

    /// <summary>Lets the n-th operation of its kind fail, then opens the store again on a sound disk; false when there was no n-th.</summary>
    private static async Task<bool> FailAsync(string operation, int number, bool forGood)
    {
        using var directory = new TestDirectory();
        var layout = new Layout(directory.Path);
        var scenario = MixedScenario.OneOfEach();
        var count = 0;
        var files = new FaultyFiles
        {
            Fault = asked =>
                asked.Name != operation ? null
                : Interlocked.Increment(ref count) is var current && current == number ? asked.Bytes / 2
                : forGood && current > number ? 0
                : null,
        };
        var acknowledged = new ConcurrentDictionary<Acknowledgement, bool>();
        var failure = await Record.ExceptionAsync(() => PlayAsync(scenario, layout, files, 1, acknowledged));

        if (failure is not null)
        {
            Assert.Contains(Assert.IsAssignableFrom<DurableException>(failure).Code, s_expected);
        }

        // Also when nobody noticed: what failed last may be the line that says goodbye, or an index that can be made again.
        if (count >= number)
        {
            await PlayAsync(scenario, layout, DiskFiles.Instance, 2, acknowledged);
        }

        scenario.Verify(layout, [.. acknowledged.Keys]);
        directory.Succeeded();
        return count >= number;
    }

    private static Task PlayAsync(
        CrashScenario scenario, Layout layout, IStoreFiles files, int life, ConcurrentDictionary<Acknowledgement, bool> acknowledged) =>
        scenario
            .PlayAsync(layout, files, life, acknowledged.Keys.ToHashSet(), given => acknowledged[given] = true)
            .WaitAsync(s_patience, TestContext.Current.CancellationToken);
}
