using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Durable.Crash.Tests.Checking;

/// <summary>
/// A file store's journal, read from the bytes on disk by nothing but the documented format, and verified from end to end (I6): segments
/// without gap, every line's checksum, sizes and back references, every run's positions.
/// </summary>
internal sealed class StoredJournal
{
    private const int SealLength = 18;

    private readonly Dictionary<string, StoredRun> _runs = new(StringComparer.Ordinal);
    private readonly List<StoredLine> _lines = [];

    private StoredJournal()
    {
    }

    public IReadOnlyDictionary<string, StoredRun> Runs => _runs;

    public IReadOnlyList<StoredLine> Lines => _lines;

    /// <summary>Reads a store that no process has open, or whose process was killed.</summary>
    public static StoredJournal Read(string store)
    {
        var journal = new StoredJournal();
        var files = Directory.GetFiles(Path.Combine(store, "journal"), "*.jsonl").Order(StringComparer.Ordinal).ToArray();
        var previousLength = 0;
        for (var number = 1; number <= files.Length; number++)
        {
            Assert.Equal(number.ToString("D10", CultureInfo.InvariantCulture) + ".jsonl", Path.GetFileName(files[number - 1]));
            previousLength = journal.ReadSegment(number, files[number - 1], previousLength, isLast: number == files.Length);
        }

        return journal;
    }

    private int ReadSegment(int number, string path, int previousLength, bool isLast)
    {
        var bytes = File.ReadAllBytes(path);
        var offset = 0;
        while (offset < bytes.Length && bytes[offset] != 0)
        {
            var end = Array.IndexOf(bytes, (byte)'\n', offset);
            Assert.True(end > 0, $"'{path}' ends inside the line at byte {offset}.");
            var line = new StoredLine(number, offset, end - offset, Verify(bytes.AsSpan(offset..end), path, offset));
            if (offset == 0)
            {
                Assert.Equal("segment", line.Kind);
                Assert.Equal(number, line.Json.GetProperty("number").GetInt32());
                Assert.Equal(previousLength, line.Json.GetProperty("previousLength").GetInt32());
            }

            Add(line);
            offset = end + 1;
        }

        Assert.True(isLast || offset == bytes.Length, $"'{path}' is closed and has padding.");
        Assert.False(bytes.AsSpan(offset).ContainsAnyExcept((byte)0), $"'{path}' has something behind its padding.");
        return offset;
    }

    private static JsonElement Verify(ReadOnlySpan<byte> line, string path, int offset)
    {
        var seal = string.Create(CultureInfo.InvariantCulture, $",\"crc\":\"{Crc32C.Of(line[..^SealLength]):x8}\"}}");
        Assert.True(Encoding.UTF8.GetString(line[^SealLength..]) == seal, $"The checksum of the line at byte {offset} of '{path}' does not fit.");
        using var json = JsonDocument.Parse(line.ToArray());
        return json.RootElement.Clone();
    }

    private void Add(StoredLine line)
    {
        _lines.Add(line);
        if (line.RunId is not { } runId)
        {
            return;
        }

        if (line.Kind == "create")
        {
            Assert.True(_runs.TryAdd(runId, new StoredRun(runId)), $"Run '{runId}' was created twice.");
        }

        _runs[runId].Add(line);
    }
}
