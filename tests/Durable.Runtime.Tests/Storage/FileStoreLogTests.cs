using Durable.Storage;
using Durable.Storage.Files;
using Durable.Store.Contract;
using Durable.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Durable.Tests.Storage;

/// <summary>What the file store does without a caller, and what it says when that fails.</summary>
public sealed class FileStoreLogTests
{
    private const int Runs = 60;

    [Theory]
    [InlineData("Open", false)]
    [InlineData("Write", false)]
    [InlineData("Rename", false)]
    [InlineData("FlushDirectory", false)]
    [InlineData("Open", true)]
    [InlineData("Write", true)]
    [InlineData("Flush", true)]
    [InlineData("Rename", true)]
    [InlineData("FlushDirectory", true)]
    public async Task Compaction_Fails_IsLoggedAndGoesOnWithTheNextDeletions(string operation, bool isUnexpected)
    {
        await using var scene = new FileStoreScene { SegmentBytes = FileStoreOptions.MinSegmentBytes };
        var store = await scene.OpenAsync();
        await FillAsync(scene, store);
        var before = scene.Directory.JournalLength;
        if (isUnexpected)
        {
            scene.Files.Failure = static name => new NotSupportedException($"Injected: {name}.");
        }

        scene.Files.Fault = done => Thread.CurrentThread.Name == FileStore.CompactionThread && done.Name == operation && !done.Path.EndsWith(".idx", StringComparison.Ordinal) ? done.Bytes / 2 : null;
        await DeleteAsync(store, 0, Runs / 2);
        await store.WhenCompactedAsync();

        Assert.NotEmpty(scene.Log.Entries);
        Assert.All(scene.Log.Entries, line =>
        {
            Assert.Equal(isUnexpected ? (LogLevel.Error, 31) : (LogLevel.Warning, 30), (line.Level, line.Id));
            Assert.Contains(".jsonl'", line.Text, StringComparison.Ordinal);
            Assert.StartsWith($"Injected: {operation}", line.Exception!.Message, StringComparison.Ordinal);
        });
        Assert.DoesNotContain(Directory.GetFiles(scene.Directory.Path, "*", SearchOption.AllDirectories), file => file.EndsWith(StorePaths.Unfinished, StringComparison.Ordinal));
        var failures = scene.Log.Entries.Count;

        // The disk is well again: the next deletions bring back the space of the first ones, too.
        scene.Files.Fault = null;
        await DeleteAsync(store, Runs / 2, Runs);
        await store.WhenCompactedAsync();
        Assert.True(scene.Directory.JournalLength < before / 2, $"{before} bytes became {scene.Directory.JournalLength}.");
        Assert.Equal(failures, scene.Log.Entries.Count);
        await store.DisposeAsync();
    }

    [Fact]
    public async Task Compaction_CutShortByTheEndOfTheStore_IsNoFailure()
    {
        await using var scene = new FileStoreScene { SegmentBytes = FileStoreOptions.MinSegmentBytes };
        var store = await scene.OpenAsync();
        await FillAsync(scene, store);
        using var reached = new ManualResetEventSlim();
        using var closing = new ManualResetEventSlim();
        scene.Files.Fault = done =>
        {
            if (Thread.CurrentThread.Name == FileStore.CompactionThread && done.Name == "Open")
            {
                reached.Set();
                Assert.True(closing.Wait(Pulse.Patience));
            }

            return null;
        };
        await DeleteAsync(store, 0, Runs);
        Assert.True(reached.Wait(Pulse.Patience));

        var closed = store.DisposeAsync();
        closing.Set();
        await closed;

        Assert.Empty(scene.Log.Entries);
    }

    [Fact]
    public async Task Close_LineCannotBeWritten_IsLogged()
    {
        await using var scene = new FileStoreScene();
        var store = await scene.OpenAsync();
        await scene.StartAsync(store, "run");
        scene.Files.Fault = static done => done.Name == "Write" ? 0 : null;

        await store.DisposeAsync();

        var line = Assert.Single(scene.Log.Entries);
        Assert.Equal((LogLevel.Warning, 34), (line.Level, line.Id));
        Assert.NotNull(line.Exception);
    }

    [Fact]
    public async Task Index_CannotBeWritten_IsLoggedUnderTheStoresCategory()
    {
        using var directory = new StoreDirectory();
        var log = new LogLines();
        await using var host = await DurableHost.StartAsync(durable =>
        {
            durable.Services.AddLogging(logging => logging.AddProvider(log));
            durable.Services.AddSingleton(new Script { Body = static (_, _, input) => Task.FromResult(input) });
            durable.AddWorkflow<ScriptedWorkflow>();
            durable.UseFileStore(directory.Path, static files => files.SegmentBytes = FileStoreOptions.MinSegmentBytes);
        });

        // In the place of the file.
        Directory.CreateDirectory(Path.Combine(directory.Path, "index", "0000000001.idx"));
        var client = host.Services.GetRequiredService<ScriptedWorkflow.Client>();
        for (var i = 0; i < 20; i++)
        {
            await (await client.StartAsync("in")).ResultAsync();
        }

        var line = await log.FirstAsync(32);
        Assert.Contains("0000000001.jsonl", line.Text, StringComparison.Ordinal);
        Assert.NotNull(line.Exception);
        Assert.Contains("Durable.Store", log.Categories);
    }

    private static async Task FillAsync(FileStoreScene scene, FileStore store)
    {
        for (var i = 0; i < Runs; i++)
        {
            var run = await scene.StartAsync(store, $"run-{i}");
            await FileStoreScene.CommitAsync(store, run, 1);
            await FileStoreScene.CommitAsync(store, run, 2, RunStatus.Completed);
        }
    }

    private static async Task DeleteAsync(FileStore store, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            Assert.Equal(DeleteOutcome.Deleted, await store.DeleteAsync($"run-{i}", FileStoreScene.Token));
        }
    }
}
