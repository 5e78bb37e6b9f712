using System.Globalization;
using Durable.Storage;
using Durable.Storage.Files;
using Durable.Store.Contract;

namespace Durable.Tests.Storage;

/// <summary>
/// I1, I2, I3, I6: random work, a crash at a random byte of a random disk operation, and a comparison with a model, several lives in a row.
/// A failure names the seed; <c>DURABLE_TEST_SEED</c> runs it again.
/// </summary>
public sealed class FileStoreRandomCrashTests
{
    public static TheoryData<int> Seeds =>
        Environment.GetEnvironmentVariable("DURABLE_TEST_SEED") is { Length: > 0 } seed
            ? [int.Parse(seed, CultureInfo.InvariantCulture)]
            : [.. Enumerable.Range(1, 25)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task RandomWork_CrashedAtARandomByte_KeepsWhatWasAcknowledged(int seed)
    {
        TestContext.Current.SendDiagnosticMessage("seed {0}", seed);
        var random = new Random(seed);
        await using var scene = new FileStoreScene { SegmentBytes = random.Next(3) == 0 ? 64 * 1024 : FileStoreOptions.MinSegmentBytes, CompactBelow = random.Next(3) == 0 ? 0.5 : 0.9 };
        var model = new StoreModel();
        for (var life = 0; life < 5; life++)
        {
            var store = await scene.OpenAsync();
            await model.CheckAsync(store);
            scene.Files.CrashAfter(random.Next(1, 900), random);
            try
            {
                while (true)
                {
                    await model.StepAsync(store, scene, random);
                    if (random.Next(2) == 0)
                    {
                        // Otherwise it goes on beside the next steps.
                        await store.WhenCompactedAsync();
                    }
                }
            }
            catch (StoreFailedException)
            {
                await store.DisposeAsync();
            }
        }

        await model.CheckAsync(await scene.OpenAsync());
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task ManyRunsAtOnce_CrashedAtARandomByte_EachKeepsWhatItWasTold(int seed)
    {
        TestContext.Current.SendDiagnosticMessage("seed {0}", seed);
        var random = new Random(seed);
        await using var scene = new FileStoreScene { SegmentBytes = 16 * 1024 };
        var acknowledged = new Dictionary<string, int>();
        for (var life = 0; life < 3; life++)
        {
            var store = await scene.OpenAsync();
            foreach (var (id, length) in acknowledged)
            {
                Assert.InRange(await FileStoreScene.LengthAsync(store, id), length, length + 1);
            }

            for (var i = 0; i < 20; i++)
            {
                var id = $"{life}/{i}";
                await store.CreateAsync(StoreSamples.NewRun(id, scene.Time.GetUtcNow()), FileStoreScene.Token);
                acknowledged[id] = 1;
            }

            var runs = await store.ClaimAsync(StoreSamples.Claim(scene.Worker), FileStoreScene.Token);
            scene.Files.CrashAfter(random.Next(5, 60), random);
            var told = await Task.WhenAll(runs.Select(run => Task.Run(() => CommitUntilFailureAsync(store, run), FileStoreScene.Token)));
            foreach (var (id, length) in told)
            {
                acknowledged[id] = length;
            }

            await store.DisposeAsync();
        }
    }

    private static async Task<(string RunId, int Length)> CommitUntilFailureAsync(FileStore store, ClaimedRun run)
    {
        var length = run.Journal.Count;
        try
        {
            while (true)
            {
                await FileStoreScene.CommitAsync(store, run, length);
                length++;
            }
        }
        catch (StoreFailedException)
        {
            return (run.Run.RunId, length);
        }
    }
}
