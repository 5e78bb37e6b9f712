using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Durable.Crash.Tests.Checking;

/// <summary>
/// A file store's journal, read from the bytes on disk by nothing but the documented format, and verified from end to end (I6): segments
/// without gap, every line's checksum, sizes and back references, every run's positions. Of a run that was deleted lines may be missing.
/// </summary>
internal sealed class StoredJournal
{
    private const int SealLength = 18;

    private readonly Dictionary<string, StoredRun> _runs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StoredLine> _loose = new(StringComparer.Ordinal);
    private readonly HashSet<string> _deleted = new(StringComparer.Ordinal);
    private readonly List<StoredLine> _lines = [];

    private StoredJournal()
    {
    }

    /// <summary>The runs that are there.</summary>
    public IReadOnlyDictionary<string, StoredRun> Runs => _runs;

    /// <summary>Ids of runs that a line deleted which is there still.</summary>
    public IReadOnlySet<string> Deleted => _deleted;

    public IReadOnlyList<StoredLine> Lines => _lines;

    /// <summary>Reads a store that no process has open, or whose process was killed.</summary>
    public static StoredJournal Read(string store)
    {
        var journal = new StoredJournal();
        var previous = (Number: 0, Length: 0);
        var files = Directory.GetFiles(Path.Combine(store, "journal"), "*.jsonl").Order(StringComparer.Ordinal).ToArray();
        foreach (var file in files)
        {
            var number = int.Parse(Path.GetFileNameWithoutExtension(file), CultureInfo.InvariantCulture);
            previous = (number, journal.ReadSegment(number, file, previous.Number, previous.Length, isLast: file == files[^1]));
        }

        Assert.True(journal._loose.Count == 0, $"Lines are missing before {journal._loose.Values.FirstOrDefault()}.");
        return journal;
    }

    private int ReadSegment(int number, string path, int previous, int previousLength, bool isLast)
    {
        var bytes = File.ReadAllBytes(path);
        var position = 0;
        var place = 0;
        while (position < bytes.Length && bytes[position] != 0)
        {
            var end = Array.IndexOf(bytes, (byte)'\n', position);
            Assert.True(end > 0, $"'{path}' ends inside the line at byte {position}.");
            var json = Verify(bytes.AsSpan(position..end), path, position);

            // A line stands for its own bytes, unless it says for how many.
            var kind = json.GetProperty("t").GetString();
            var stands = kind is "segment" or "gap" && json.TryGetProperty("bytes", out var given) ? given.GetInt32() : end + 1 - position;
            var line = new StoredLine(number, place, stands - 1, json);
            if (position == 0)
            {
                Assert.Equal("segment", line.Kind);
                Assert.Equal(number, json.GetProperty("number").GetInt32());
                Assert.Equal(previous, json.TryGetProperty("after", out var after) ? after.GetInt32() : number - 1);
                Assert.Equal(previousLength, json.GetProperty("previousLength").GetInt32());
            }

            Add(line);
            position = end + 1;
            place += stands;
        }

        Assert.True(isLast || position == bytes.Length, $"'{path}' is closed and has padding.");
        Assert.False(bytes.AsSpan(position).ContainsAnyExcept((byte)0), $"'{path}' has something behind its padding.");
        return place;
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
        switch (line.Kind)
        {
            case "create":
                Assert.True(_runs.TryAdd(line.RunId!, new StoredRun(line.RunId!)), $"Run '{line.RunId}' was created twice.");
                _runs[line.RunId!].Add(line);
                break;
            case "commit" or "reopen":
                AddFollowing(line);
                AddSends(line);
                break;
            case "inbox":
                // The run may have ended, or been deleted, while the message was on its way.
                _runs.GetValueOrDefault(line.RunId!)?.Deliver(line.Json);
                break;
            case "delete":
                _runs.Remove(line.RunId!);
                _loose.Remove(line.RunId!);
                _deleted.Add(line.RunId!);
                break;
            case "gap":
                AddSends(line);
                break;
            default:
                Assert.Contains(line.Kind, s_aboutTheStore);
                break;
        }
    }

    private void AddFollowing(StoredLine line)
    {
        if (_runs.TryGetValue(line.RunId!, out var run) && run.IsFollowedBy(line))
        {
            run.Add(line);
            return;
        }

        // Only where it was deleted later.
        _runs.Remove(line.RunId!);
        _loose.TryAdd(line.RunId!, line);
    }

    private void AddSends(StoredLine line)
    {
        foreach (var created in line.Elements("newRuns"))
        {
            var id = created.GetProperty("run").GetString()!;
            if (id == line.RunId)
            {
                _runs.GetValueOrDefault(id)?.BeginGeneration(line, created);
            }
            else
            {
                var run = new StoredRun(id);
                Assert.True(_runs.TryAdd(id, run), $"Run '{id}' was created twice.");
                run.BeginGeneration(line, created);
            }
        }

        foreach (var message in line.Elements("messages"))
        {
            if (message.TryGetProperty("run", out var receiver))
            {
                _runs.GetValueOrDefault(receiver.GetString()!)?.Deliver(message);
            }
        }
    }

    private static readonly string[] s_aboutTheStore = ["segment", "open", "close", "alone", "together"];
}
