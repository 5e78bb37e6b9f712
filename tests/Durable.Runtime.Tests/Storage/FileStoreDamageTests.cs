using System.Text;
using Durable.Store.Contract;
using Durable.Tests.Harness;

namespace Durable.Tests.Storage;

/// <summary>A torn last line is cut; damage elsewhere is reported with place, never guessed.</summary>
[Proves("B-JRN-3")]
[Proves("B-JRN-3")]
public sealed class FileStoreDamageTests
{
    [Theory]
    [InlineData(Tear.FileEnds)]
    [InlineData(Tear.Zeros)]
    [InlineData(Tear.Garbage)]
    public async Task Open_LastLineTornAtAnyByte_CutsItAndKeepsEverythingBefore(Tear tear)
    {
        await using var scene = new FileStoreScene();
        var store = await scene.OpenAsync();
        var run = await scene.StartAsync(store, "a");
        await FileStoreScene.CommitAsync(store, run, 1);
        await FileStoreScene.CommitAsync(store, run, 2);
        await scene.KillAsync(store);
        var path = scene.Directory.Segment(1);
        var whole = await File.ReadAllBytesAsync(path, FileStoreScene.Token);
        var lines = LinesOf(whole);
        var (start, length) = lines[^1];

        for (var kept = 0; kept < length; kept++)
        {
            await File.WriteAllBytesAsync(path, Torn(whole, start + kept, start + length, tear), FileStoreScene.Token);

            store = await scene.OpenAsync();
            Assert.Equal(2, await FileStoreScene.LengthAsync(store, "a"));
            var again = Assert.Single(await store.ClaimAsync(StoreSamples.Claim(scene.Worker), FileStoreScene.Token));
            await FileStoreScene.CommitAsync(store, again, 2, RunStatus.Completed);
            await store.DisposeAsync();
            if (kept % 16 == 0)
            {
                store = await scene.OpenAsync();
                Assert.Equal(3, await FileStoreScene.LengthAsync(store, "a"));
                await store.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task Open_AnyEarlierLineDamaged_IsRefusedWithItsPlaceAndChangesNothing()
    {
        await using var scene = new FileStoreScene();
        var store = await scene.OpenAsync();
        var run = await scene.StartAsync(store, "a");
        for (var length = 1; length < 6; length++)
        {
            await FileStoreScene.CommitAsync(store, run, length);
        }

        await store.DisposeAsync();
        var path = scene.Directory.Segment(1);
        var whole = await File.ReadAllBytesAsync(path, FileStoreScene.Token);
        foreach (var (start, length) in LinesOf(whole)[..^1])
        {
            // The first byte, the checksum's last digit, the line's end, and one in the middle.
            foreach (var at in new[] { start, start + (length / 2), start + length - 4, start + length - 1 })
            {
                var damaged = (byte[])whole.Clone();
                damaged[at] ^= 1;
                await File.WriteAllBytesAsync(path, damaged, FileStoreScene.Token);

                var error = await Assert.ThrowsAsync<JournalCorruptException>(() => scene.OpenAsync());

                Assert.Equal((path, (long)start, DurableErrorCodes.JournalCorrupt), (error.Path, error.Offset, error.Code));
                Assert.Equal(damaged, await File.ReadAllBytesAsync(path, FileStoreScene.Token));
            }
        }

        await File.WriteAllBytesAsync(path, whole, FileStoreScene.Token);
        Assert.Equal(6, await FileStoreScene.LengthAsync(await scene.OpenAsync(), "a"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Open_LastBatchKeptInPiecesByALossOfPower_IsCutAndOpens(int lost)
    {
        await using var scene = new FileStoreScene();
        var store = await scene.OpenAsync();
        var runs = new[] { await scene.StartAsync(store, "a"), await scene.StartAsync(store, "b"), await scene.StartAsync(store, "c"), await scene.StartAsync(store, "d") };

        // The first commit is held in its flush, so that the others become one batch.
        Task held;
        Task[] batch;
        using (var hold = new FlushHold(scene.Files))
        {
            held = Task.Run(() => FileStoreScene.CommitAsync(store, runs[0], 1), FileStoreScene.Token);
            hold.WaitUntilReached();
            batch = [.. runs[1..].Select(run => FileStoreScene.CommitAsync(store, run, 1))];
            hold.Release();
            await held;
            await Task.WhenAll(batch);
        }

        await scene.KillAsync(store);
        var path = scene.Directory.Segment(1);
        var bytes = await File.ReadAllBytesAsync(path, FileStoreScene.Token);
        var lines = LinesOf(bytes);
        var (start, length) = lines[^(3 - lost)];
        bytes.AsSpan(start, length).Clear();
        await File.WriteAllBytesAsync(path, bytes, FileStoreScene.Token);

        store = await scene.OpenAsync();

        var kept = new List<int>();
        foreach (var id in new[] { "a", "b", "c", "d" })
        {
            kept.Add(await FileStoreScene.LengthAsync(store, id));
        }

        // What was acknowledged before is there; of the torn batch, what stands before the gap.
        Assert.Equal(2, kept[0]);
        Assert.Equal([.. Enumerable.Repeat(2, lost), .. Enumerable.Repeat(1, 3 - lost)], kept[1..]);
        Assert.Equal(4, (await store.ClaimAsync(StoreSamples.Claim(scene.Worker), FileStoreScene.Token)).Count);
    }

    [Fact]
    public async Task Open_DamageBeforeTheTornLine_IsRefused()
    {
        await using var scene = new FileStoreScene();
        var store = await scene.OpenAsync();
        var run = await scene.StartAsync(store, "a");
        await FileStoreScene.CommitAsync(store, run, 1);
        await FileStoreScene.CommitAsync(store, run, 2);
        await store.DisposeAsync();
        var path = scene.Directory.Segment(1);
        var bytes = await File.ReadAllBytesAsync(path, FileStoreScene.Token);
        var lines = LinesOf(bytes);
        var damaged = lines[^3].Start;
        bytes.AsSpan(damaged, lines[^3].Length).Clear();
        await File.WriteAllBytesAsync(path, bytes[..^5], FileStoreScene.Token);

        var error = await Assert.ThrowsAsync<JournalCorruptException>(() => scene.OpenAsync());

        Assert.Equal(damaged, error.Offset);
    }

    [Fact]
    public async Task Open_CompleteSegmentShortened_IsRefusedEvenAtTheEndOfALine()
    {
        await using var scene = new FileStoreScene { SegmentBytes = FileStoreOptions.MinSegmentBytes };
        await FillSegmentsAsync(scene, 3);
        var path = scene.Directory.Segment(2);
        var bytes = await File.ReadAllBytesAsync(path, FileStoreScene.Token);
        await File.WriteAllBytesAsync(path, bytes[..LinesOf(bytes)[^1].Start], FileStoreScene.Token);

        var error = await Assert.ThrowsAsync<JournalCorruptException>(() => scene.OpenAsync());

        Assert.Equal(scene.Directory.Segment(3), error.Path);
    }

    [Fact]
    public async Task Open_CompleteSegmentTorn_IsRefused()
    {
        await using var scene = new FileStoreScene { SegmentBytes = FileStoreOptions.MinSegmentBytes };
        await FillSegmentsAsync(scene, 3);
        var path = scene.Directory.Segment(1);
        var bytes = await File.ReadAllBytesAsync(path, FileStoreScene.Token);
        await File.WriteAllBytesAsync(path, bytes[..^7], FileStoreScene.Token);

        var error = await Assert.ThrowsAsync<JournalCorruptException>(() => scene.OpenAsync());

        Assert.Equal((path, (long)LinesOf(bytes)[^1].Start), (error.Path, error.Offset));
    }

    [Fact]
    public async Task Open_SegmentMissing_IsRefused()
    {
        await using var scene = new FileStoreScene { SegmentBytes = FileStoreOptions.MinSegmentBytes };
        await FillSegmentsAsync(scene, 3);
        File.Delete(scene.Directory.Segment(2));

        var error = await Assert.ThrowsAsync<JournalCorruptException>(() => scene.OpenAsync());

        Assert.Equal(scene.Directory.Segment(2), error.Path);
    }

    [Fact]
    public async Task Open_SegmentInPlaceOfAnother_IsRefused()
    {
        await using var scene = new FileStoreScene { SegmentBytes = FileStoreOptions.MinSegmentBytes };
        await FillSegmentsAsync(scene, 3);
        File.Copy(scene.Directory.Segment(1), scene.Directory.Segment(2), overwrite: true);

        await Assert.ThrowsAsync<JournalCorruptException>(() => scene.OpenAsync());
    }

    [Fact]
    public async Task Open_NewerFormat_IsRefusedNamingBothVersions()
    {
        await using var scene = new FileStoreScene();
        await (await scene.OpenAsync()).DisposeAsync();
        var path = scene.Directory.Segment(1);
        var text = await File.ReadAllTextAsync(path, FileStoreScene.Token);
        await File.WriteAllTextAsync(path, text.Replace("\"format\":2", "\"format\":7", StringComparison.Ordinal), FileStoreScene.Token);

        var error = await Assert.ThrowsAsync<DurableException>(() => scene.OpenAsync());

        Assert.Equal(DurableErrorCodes.JournalTooNew, error.Code);
        Assert.Contains("format 7", error.Message, StringComparison.Ordinal);
        Assert.Contains("up to 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("Upgrade", error.NextAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_LineDamagedWhileOpen_IsReportedWithItsPlace()
    {
        await using var scene = new FileStoreScene();
        var store = await scene.OpenAsync();
        var run = await scene.StartAsync(store, "a");
        await FileStoreScene.CommitAsync(store, run, 1);
        var path = scene.Directory.Segment(1);
        var bytes = await File.ReadAllBytesAsync(path, FileStoreScene.Token);
        var at = Encoding.UTF8.GetString(bytes).IndexOf(" {\"t\":\"commit\"", StringComparison.Ordinal);
        using (var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            RandomAccess.Write(file, "!"u8, at + 4);
        }

        var error = await Assert.ThrowsAsync<JournalCorruptException>(() => FileStoreScene.LengthAsync(store, "a"));

        Assert.Equal((path, (long)at), (error.Path, error.Offset));
    }

    private static async Task FillSegmentsAsync(FileStoreScene scene, int segments)
    {
        var store = await scene.OpenAsync();
        for (var i = 0; scene.Directory.Segments < segments; i++)
        {
            await scene.FinishAsync(store, $"run-{i}");
        }

        await store.DisposeAsync();
    }

    private static byte[] Torn(byte[] whole, int keep, int end, Tear tear)
    {
        if (tear == Tear.FileEnds)
        {
            return whole[..keep];
        }

        var torn = (byte[])whole.Clone();
        torn.AsSpan(keep, end - keep).Fill((byte)(tear == Tear.Zeros ? 0 : 0xA5));
        return torn;
    }

    private static List<(int Start, int Length)> LinesOf(byte[] bytes)
    {
        var lines = new List<(int, int)>();
        for (var start = 0; bytes.AsSpan(start).IndexOf((byte)'\n') is var end and >= 0;)
        {
            lines.Add((start, end + 1));
            start += end + 1;
        }

        return lines;
    }
}

/// <summary>What a crash left of a line's end.</summary>
public enum Tear
{
    FileEnds,
    Zeros,
    Garbage,
}
