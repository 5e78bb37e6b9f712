using System.Text;
using System.Text.Json;
using Durable.Storage;
using Durable.Storage.Files;
using Durable.Store.Contract;

namespace Durable.Tests.Storage;

public sealed class FileStoreFormatTests
{
    [Fact]
    public async Task Journal_EveryLine_IsJsonWhoseLastMemberIsTheCrc32CBeforeIt()
    {
        await using var scene = new FileStoreScene { SegmentBytes = FileStoreOptions.MinSegmentBytes };
        var store = await scene.OpenAsync();
        for (var i = 0; i < 30; i++)
        {
            var run = await scene.StartAsync(store, $"rün \"{i}\"\\");
            await store.AppendInboxAsync(run.Run.RunId, StoreSamples.Message("nämé", scene.Time.GetUtcNow(), "kéy"), FileStoreScene.Token);
            await FileStoreScene.CommitAsync(store, run, 1, RunStatus.Completed);
        }

        await store.DisposeAsync();

        var kinds = new HashSet<string>();
        for (var segment = 1; segment <= scene.Directory.Segments; segment++)
        {
            var text = await File.ReadAllTextAsync(scene.Directory.Segment(segment), FileStoreScene.Token);
            Assert.EndsWith("\n", text, StringComparison.Ordinal);
            foreach (var line in text[..^1].Split('\n'))
            {
                using var json = JsonDocument.Parse(line);
                kinds.Add(json.RootElement.GetProperty("t").GetString()!);
                var last = json.RootElement.EnumerateObject().Last();
                Assert.Equal("crc", last.Name);
                var before = Encoding.UTF8.GetBytes(line[..line.LastIndexOf(",\"crc\":", StringComparison.Ordinal)]);
                Assert.Equal(Crc32CBitByBit(before).ToString("x8", System.Globalization.CultureInfo.InvariantCulture), last.Value.GetString());
            }
        }

        Assert.True(scene.Directory.Segments > 2);
        Assert.Equal(["close", "commit", "create", "inbox", "open", "segment"], kinds.Order());
    }

    [Fact]
    public void Checksum_OfTheStandardsExample_IsTheStandardsValue() =>
        Assert.Equal(0xE3069283u, LineFormat.Checksum("123456789"u8));

    [Fact]
    public async Task Journal_WhileOpen_IsPaddedAndAfterClosingNot()
    {
        await using var scene = new FileStoreScene();
        var store = await scene.OpenAsync();
        await scene.FinishAsync(store, "a");

        var open = await File.ReadAllBytesAsync(scene.Directory.Segment(1), FileStoreScene.Token);
        await store.DisposeAsync();
        var closed = await File.ReadAllBytesAsync(scene.Directory.Segment(1), FileStoreScene.Token);

        Assert.Equal(scene.SegmentBytes, open.Length);
        Assert.Equal(0, open[^1]);
        Assert.DoesNotContain((byte)0, closed);
    }

    [Fact]
    public async Task Journal_GrowsPastItsFirstChunk_StaysWhole()
    {
        await using var scene = new FileStoreScene { SegmentBytes = 8 * 1024 * 1024 };
        var store = await scene.OpenAsync();
        var run = await scene.StartAsync(store, "a");
        var text = new string('z', 50_000);
        for (var length = 1; length <= 100; length++)
        {
            var commit = new RunCommit
            {
                Lease = run.Lease,
                ExpectedLength = length,
                Records = [StoreSamples.Record(length + 1, text)],
                State = new(RunStatus.Running),
                InboxTaken = 0,
            };
            Assert.Equal(CommitOutcome.Applied, await store.CommitAsync(commit, FileStoreScene.Token));
        }

        await scene.KillAsync(store);
        store = await scene.OpenAsync();
        Assert.Equal(101, await FileStoreScene.LengthAsync(store, "a"));
    }

    [Fact]
    public async Task Open_LeftOversOfACrash_AreRemoved()
    {
        await using var scene = new FileStoreScene();
        await (await scene.OpenAsync()).DisposeAsync();
        var leftOver = scene.Directory.Segment(2) + ".tmp";
        await File.WriteAllTextAsync(leftOver, "half", FileStoreScene.Token);

        await scene.OpenAsync();

        Assert.False(File.Exists(leftOver));
    }

    [Theory]
    [InlineData("", FileStoreOptions.DefaultSegmentBytes)]
    [InlineData("data", FileStoreOptions.MinSegmentBytes - 1)]
    [InlineData("data", FileStoreOptions.MaxSegmentBytes + 1)]
    public void Options_OutOfRange_AreRefused(string directory, int segmentBytes)
    {
        var options = new FileStoreOptions { Directory = directory, SegmentBytes = segmentBytes };

        var error = Assert.Throws<DurableException>(() => new FileStore(options, TimeProvider.System, DiskFiles.Instance));

        Assert.Equal(DurableErrorCodes.OptionInvalid, error.Code);
    }

    private static uint Crc32CBitByBit(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0x82F63B78u);
            }
        }

        return ~crc;
    }
}
