using System.Text;
using Durable.Storage;
using Durable.Storage.Files;
using Durable.Store.Contract;

namespace Durable.Tests.Storage;

// Deleted runs give their space back (engine.md 7: retention rewrites segments in the background).
public sealed class FileStoreCompactionTests
{
    private const int Runs = 200;

    [Fact]
    public async Task Delete_AllRuns_LeavesLittleOnTheDisk()
    {
        await using var scene = SmallSegments();
        var store = await scene.OpenAsync();
        for (var round = 0; round < 3; round++)
        {
            await FillAsync(scene, store, $"{round}-");
            var before = scene.Directory.JournalLength;
            await DeleteAsync(store, Enumerable.Range(0, Runs).Select(i => $"{round}-{i}"));
            await store.WhenCompactedAsync();

            Assert.True(scene.Directory.JournalLength < before / 2, $"{before} bytes became {scene.Directory.JournalLength}.");
        }

        // What the first rounds left, lines that deleted their runs included, goes with the last one.
        await FillAsync(scene, store, "last-");
        await DeleteAsync(store, Enumerable.Range(0, Runs).Select(i => $"last-{i}"));
        await FillAsync(scene, store, "x-", runs: 30);
        await store.WhenCompactedAsync();
        Assert.InRange(scene.Directory.JournalLength, 1, 60_000);
        Assert.InRange(scene.Directory.Segments, 1, 14);
        Assert.Equal(scene.Directory.Segments, Directory.GetFiles(Path.Combine(scene.Directory.Path, "index")).Length + 1);
        await store.DisposeAsync();

        store = await scene.OpenAsync();
        Assert.Equal(30, (await ReadAllAsync(store)).Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Delete_MostRuns_TheOthersReadAsBeforeAlsoAfterReopening(bool cleanly)
    {
        await using var scene = SmallSegments();
        var store = await scene.OpenAsync();
        await FillAsync(scene, store, "run-");
        var kept = Enumerable.Range(0, Runs).Where(i => i % 10 == 3).Select(i => $"run-{i}").ToHashSet();
        var all = await ReadAllAsync(store);
        var before = scene.Directory.JournalLength;

        await DeleteAsync(store, all.Keys.Where(id => !kept.Contains(id)));
        await store.WhenCompactedAsync();

        Assert.True(scene.Directory.JournalLength < before / 2, $"{before} bytes became {scene.Directory.JournalLength}.");
        var expected = all.Where(run => kept.Contains(run.Key)).OrderBy(run => run.Key).ToList();
        for (var life = 0; life < 3; life++)
        {
            Assert.Equal(expected, (await ReadAllAsync(store)).OrderBy(run => run.Key));
            Assert.Null(await store.FindAsync("run-0", FileStoreScene.Token));
            await (cleanly ? store.DisposeAsync().AsTask() : scene.KillAsync(store));
            store = await scene.OpenAsync();
        }

        // A second round over segments that were rewritten before.
        await DeleteAsync(store, kept.Where(id => id != "run-103"));
        await store.WhenCompactedAsync();
        await scene.KillAsync(store);
        store = await scene.OpenAsync();
        Assert.Equal(all["run-103"], Assert.Single(await ReadAllAsync(store)).Value);
    }

    [Fact]
    public async Task Delete_RunsThatCreatedAndSent_TheirChildrenAndReceiversLoseNothing()
    {
        await using var scene = SmallSegments(compactBelow: 0.9);
        var store = await scene.OpenAsync();
        await store.CreateAsync(StoreSamples.NewRun("receiver", scene.Time.GetUtcNow()), FileStoreScene.Token);
        var receiver = (await store.ClaimAsync(StoreSamples.Claim(scene.Worker), FileStoreScene.Token)).Single();
        var taken = 0;
        for (var i = 0; i < 40; i++)
        {
            var parent = await scene.StartAsync(store, $"parent-{i}");
            await store.CommitAsync(
                StoreSamples.Commit(parent.Lease, 1, new(RunStatus.Completed)) with
                {
                    NewRuns =
                    [
                        StoreSamples.NewRun($"child-{i}", scene.Time.GetUtcNow()) with { Tags = new Dictionary<string, string> { ["n"] = $"{i}" }, Messages = [Message("first")] },
                        StoreSamples.NewRun($"dead-{i}", scene.Time.GetUtcNow()),
                    ],
                    Messages = [new RunMessage("receiver", Message($"m{i}", $"key-{i}")), new RunMessage($"dead-{i}", Message("x"))],
                },
                FileStoreScene.Token);
            var dead = (await store.ClaimAsync(StoreSamples.Claim(scene.Worker) with { Workflows = new HashSet<(string, int)> { ("order", 1) } }, FileStoreScene.Token))
                .Single(run => run.Run.RunId == $"dead-{i}");
            await FileStoreScene.CommitAsync(store, dead, 1, RunStatus.Completed);
            if (i % 3 == 0)
            {
                taken = i + 1;
                await store.CommitAsync(StoreSamples.Commit(receiver.Lease, 1 + (i / 3), new(RunStatus.Running), inboxTaken: taken), FileStoreScene.Token);
            }
        }

        // The claims above took the children, too.
        await store.DisposeAsync();
        store = await scene.OpenAsync();
        var before = scene.Directory.JournalLength;
        await DeleteAsync(store, Enumerable.Range(0, 40).SelectMany(i => new[] { $"parent-{i}", $"dead-{i}" }));
        await FillAsync(scene, store, "x", 10);
        await store.WhenCompactedAsync();
        Assert.Contains(Lines(scene), line => line.Contains("\"t\":\"gap\"", StringComparison.Ordinal) && line.Contains("\"newRuns\"", StringComparison.Ordinal));

        for (var life = 0; life < 2; life++)
        {
            for (var i = 0; i < 40; i++)
            {
                var child = (await store.FindAsync($"child-{i}", FileStoreScene.Token))!;
                Assert.Equal((RunStatus.Pending, 1, $"{i}"), (child.State.Status, child.Length, child.Tags["n"]));
                Assert.Equal("first", Assert.Single(await store.ReadInboxAsync($"child-{i}", 0, FileStoreScene.Token)).Entry.Name);
                Assert.Null(await store.FindAsync($"parent-{i}", FileStoreScene.Token));
            }

            var inbox = await store.ReadInboxAsync("receiver", 0, FileStoreScene.Token);
            Assert.Equal(Enumerable.Range(taken, 40 - taken).Select(i => (i + 1L, $"m{i}")), inbox.Select(message => (message.Sequence, message.Entry.Name!)));
            Assert.Equal(InboxOutcome.Duplicate, await store.AppendInboxAsync("receiver", Message("again", "key-7"), FileStoreScene.Token));
            await scene.KillAsync(store);
            store = await scene.OpenAsync();
        }

        // And the children go on.
        var claimed = await store.ClaimAsync(StoreSamples.Claim(scene.Worker), FileStoreScene.Token);
        foreach (var run in claimed.Where(run => run.Run.RunId.StartsWith("child", StringComparison.Ordinal)))
        {
            await FileStoreScene.CommitAsync(store, run, 1, RunStatus.Completed);
        }

        await store.DisposeAsync();
        store = await scene.OpenAsync();
        Assert.Equal(2, await FileStoreScene.LengthAsync(store, "child-17"));

        InboxEntry Message(string name, string? key = null) => StoreSamples.Message(name, scene.Time.GetUtcNow(), key);
    }

    [Fact]
    public async Task Delete_IdUsedAgainAndAgain_OnlyTheLastRunIsThere()
    {
        await using var scene = SmallSegments();
        var store = await scene.OpenAsync();
        for (var i = 0; i < 100; i++)
        {
            await scene.FinishAsync(store, "same");
            await store.DeleteAsync("same", FileStoreScene.Token);
            await scene.FinishAsync(store, $"other-{i}");
            await store.DeleteAsync($"other-{i}", FileStoreScene.Token);
            await store.WhenCompactedAsync();
        }

        var run = await scene.StartAsync(store, "same");
        await FileStoreScene.CommitAsync(store, run, 1);
        await store.WhenCompactedAsync();
        Assert.InRange(scene.Directory.JournalLength, 1, 30_000);
        await scene.KillAsync(store);

        store = await scene.OpenAsync();
        Assert.Equal(2, await FileStoreScene.LengthAsync(store, "same"));
        Assert.Equal(["same"], (await ReadAllAsync(store)).Keys);
    }

    [Fact]
    public async Task Delete_RunReopenedAndContinuedAsNew_ItsGenerationsReadAndThenItIsGone()
    {
        await using var scene = SmallSegments();
        var store = await scene.OpenAsync();
        foreach (var id in new[] { "stays", "goes" })
        {
            await ContinueAsNewAsync(scene, store, id, generations: 20);
            Assert.Equal(
                ReopenOutcome.Reopened,
                await store.ReopenAsync(
                    new RunReopening { RunId = id, ExpectedLength = 2, Records = [StoreSamples.Record(3)], State = new(RunStatus.Running) }, FileStoreScene.Token));
            var again = (await store.ClaimAsync(StoreSamples.Claim(scene.Worker), FileStoreScene.Token)).Single();
            await FillAsync(scene, store, id, 10);
            await FileStoreScene.CommitAsync(store, again, 3, RunStatus.Completed);
        }

        await DeleteAsync(store, ["goes", .. Enumerable.Range(0, 10).SelectMany(i => new[] { $"stays{i}", $"goes{i}" })]);
        await FillAsync(scene, store, "y", 10);
        await store.WhenCompactedAsync();
        Assert.DoesNotContain(Lines(scene), line => line.Contains("\"t\":\"commit\",\"run\":\"goes\"", StringComparison.Ordinal) && line.Contains("\"previous\":[1,", StringComparison.Ordinal));

        for (var life = 0; life < 2; life++)
        {
            for (var generation = 1; generation <= 20; generation++)
            {
                var records = 0;
                await foreach (var entry in store.ReadJournalAsync("stays", generation, 0, FileStoreScene.Token))
                {
                    records++;
                }

                Assert.Equal(generation == 20 ? 4 : 2, records);
            }

            Assert.Null(await store.FindAsync("goes", FileStoreScene.Token));
            await scene.KillAsync(store);
            store = await scene.OpenAsync();
        }
    }

    [Fact]
    public async Task Readers_WhileRunsAreDeletedAndSegmentsRewritten_SeeWholeRunsOrNone()
    {
        await using var scene = SmallSegments();
        var store = await scene.OpenAsync();
        await FillAsync(scene, store, "run-");
        var all = await ReadAllAsync(store);
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 4).Select(seed => Task.Run(
            async () =>
            {
                var random = new Random(seed);
                var looks = 0;
                while (!done.IsCancellationRequested)
                {
                    var id = $"run-{random.Next(Runs)}";
                    var journal = await JournalAsync(store, id);
                    Assert.True(journal.Count == 0 || journal.SequenceEqual(all[id]), $"Run '{id}' has {journal.Count} records.");
                    if (await store.FindAsync(id, FileStoreScene.Token) is { } row)
                    {
                        Assert.Equal((id, 4), (row.RunId, row.Length));
                    }

                    if (++looks % 50 == 0)
                    {
                        await foreach (var listed in store.QueryAsync(new RunQuery(), FileStoreScene.Token))
                        {
                            Assert.True(all.ContainsKey(listed.RunId), $"Run '{listed.RunId}' was never there.");
                        }
                    }
                }
            },
            FileStoreScene.Token)).ToList();

        foreach (var i in Enumerable.Range(0, Runs).Where(i => i % 7 != 0))
        {
            Assert.Equal(DeleteOutcome.Deleted, await store.DeleteAsync($"run-{i}", FileStoreScene.Token));
            if (i % 10 == 9)
            {
                await store.WhenCompactedAsync();
            }
        }

        await store.WhenCompactedAsync();
        await done.CancelAsync();
        await Task.WhenAll(readers);
        Assert.Equal(all.Where(run => int.Parse(run.Key[4..]) % 7 == 0).OrderBy(run => run.Key), (await ReadAllAsync(store)).OrderBy(run => run.Key));
    }

    [Fact]
    public async Task CompactBelow_Zero_RewritesNothing()
    {
        await using var scene = SmallSegments(compactBelow: 0);
        var store = await scene.OpenAsync();
        await FillAsync(scene, store, "run-", 50);
        var segments = scene.Directory.Segments;
        await DeleteAsync(store, Enumerable.Range(0, 50).Select(i => $"run-{i}"));
        await store.WhenCompactedAsync();

        Assert.True(scene.Directory.Segments >= segments);
        Assert.DoesNotContain(Lines(scene), line => line.Contains("\"t\":\"gap\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Open")]
    [InlineData("Write")]
    [InlineData("Flush")]
    [InlineData("Rename")]
    [InlineData("FlushDirectory")]
    [InlineData("Delete")]
    public async Task Compaction_DiskFails_TheStoreGoesOnAndTriesAgain(string operation)
    {
        await using var scene = SmallSegments();
        var store = await scene.OpenAsync();
        await FillAsync(scene, store, "run-");
        var all = await ReadAllAsync(store);
        var failed = 0;
        scene.Files.Fault = done =>
        {
            if (Thread.CurrentThread.Name != FileStore.CompactionThread || done.Name != operation)
            {
                return null;
            }

            failed++;
            return done.Bytes / 2;
        };
        await DeleteAsync(store, Enumerable.Range(0, Runs / 2).Select(i => $"run-{i}"));
        await store.WhenCompactedAsync();
        Assert.True(failed > 0);
        Assert.Equal(Runs / 2, (await ReadAllAsync(store)).Count);
        await FillAsync(scene, store, "between-", 5);

        scene.Files.Fault = null;
        await DeleteAsync(store, Enumerable.Range(Runs / 2, (Runs / 2) - 1).Select(i => $"run-{i}"));
        await store.WhenCompactedAsync();
        Assert.Equal(6, (await ReadAllAsync(store)).Count);
        await scene.KillAsync(store);
        store = await scene.OpenAsync();
        var left = await ReadAllAsync(store);
        Assert.Equal(6, left.Count);
        Assert.Equal(all[$"run-{Runs - 1}"], left[$"run-{Runs - 1}"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Compaction_EachDiskOperationFailsOnce_NothingIsLost(bool kills)
    {
        var number = 0;
        while (await FailAsync(++number, kills))
        {
        }

        Assert.True(number > 20, $"Only {number - 1} operations were made to fail.");
    }

    /// <summary>Lets the n-th disk operation of the compaction fail, half way where it is a write; false when there was no n-th.</summary>
    private static async Task<bool> FailAsync(int number, bool kills)
    {
        await using var scene = SmallSegments();
        var store = await scene.OpenAsync();
        await FillAsync(scene, store, "run-", 12);
        var all = await ReadAllAsync(store);
        var count = 0;
        scene.Files.Fault = done =>
        {
            if (Thread.CurrentThread.Name != FileStore.CompactionThread || ++count != number)
            {
                return null;
            }

            if (kills)
            {
                scene.Files.Kill();
            }

            return done.Bytes / 2;
        };
        var deleted = new HashSet<string>();
        try
        {
            foreach (var i in Enumerable.Range(0, 12).Where(i => i is not (7 or 10)))
            {
                await DeleteAsync(store, [$"run-{i}"]);
                deleted.Add($"run-{i}");
                await store.WhenCompactedAsync();
            }
        }
        catch (StoreFailedException) when (kills)
        {
            // From that operation on nothing reached the disk.
        }

        for (var life = 0; life < 2; life++)
        {
            if (life > 0 || !kills || count < number)
            {
                var left = await ReadAllAsync(store);
                Assert.All(deleted, id => Assert.DoesNotContain(id, left.Keys));
                Assert.All(all.Where(run => !left.ContainsKey(run.Key)), run => Assert.NotEqual("run-7", run.Key));
                Assert.All(left, run => Assert.Equal(all[run.Key], run.Value));
                Assert.InRange(left.Count, 2, 12 - deleted.Count);
            }

            await scene.KillAsync(store);
            store = await scene.OpenAsync();
        }

        return count >= number;
    }

    private static FileStoreScene SmallSegments(double compactBelow = FileStoreOptions.DefaultCompactBelow) =>
        new() { SegmentBytes = FileStoreOptions.MinSegmentBytes, CompactBelow = compactBelow };

    private static async Task FillAsync(FileStoreScene scene, FileStore store, string prefix, int runs = Runs)
    {
        for (var i = 0; i < runs; i++)
        {
            var run = await scene.StartAsync(store, $"{prefix}{i}");
            await store.AppendInboxAsync(run.Run.RunId, StoreSamples.Message("m", scene.Time.GetUtcNow()), FileStoreScene.Token);
            await FileStoreScene.CommitAsync(store, run, 1);
            await FileStoreScene.CommitAsync(store, run, 2);
            await FileStoreScene.CommitAsync(store, run, 3, RunStatus.Completed);
        }
    }

    private static async Task ContinueAsNewAsync(FileStoreScene scene, FileStore store, string id, int generations)
    {
        var run = await scene.StartAsync(store, id);
        for (var generation = 2; generation <= generations; generation++)
        {
            var next = StoreSamples.NewRun(id, scene.Time.GetUtcNow()) with { Generation = generation };
            await store.CommitAsync(StoreSamples.Commit(run.Lease, 1, new(RunStatus.Running)) with { NextGeneration = next }, FileStoreScene.Token);
        }

        await FileStoreScene.CommitAsync(store, run, 1, RunStatus.Failed);
    }

    private static async Task DeleteAsync(FileStore store, IEnumerable<string> ids)
    {
        foreach (var id in ids)
        {
            Assert.Equal(DeleteOutcome.Deleted, await store.DeleteAsync(id, FileStoreScene.Token));
        }
    }

    private static async Task<Dictionary<string, List<string>>> ReadAllAsync(FileStore store)
    {
        var runs = new Dictionary<string, List<string>>();
        await foreach (var row in store.QueryAsync(new RunQuery(), FileStoreScene.Token))
        {
            runs.Add(row.RunId, await JournalAsync(store, row.RunId));
        }

        return runs;
    }

    private static async Task<List<string>> JournalAsync(FileStore store, string id)
    {
        var records = new List<string>();
        await foreach (var entry in store.ReadJournalAsync(id, FileStoreScene.Token))
        {
            records.Add(StoreSamples.Text(entry));
        }

        return records;
    }

    private static IEnumerable<string> Lines(FileStoreScene scene) =>
        Directory.GetFiles(Path.Combine(scene.Directory.Path, "journal"), "*.jsonl")
            .SelectMany(file =>
            {
                using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                using var reader = new StreamReader(stream, Encoding.UTF8);
                return reader.ReadToEnd().TrimEnd('\0').Split('\n', StringSplitOptions.RemoveEmptyEntries);
            });
}
