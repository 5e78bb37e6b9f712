using System.Diagnostics;
using Durable.Storage.Files;

namespace Durable.Bench;

/// <summary>What the disk allows: bytes appended to a preallocated file and flushed, and nothing else.</summary>
internal sealed class RawJournal : IDisposable
{
    private const int Length = 64 * 1024 * 1024;

    private readonly IStoreFile _file;
    private readonly string _path;
    private long _end;

    public RawJournal(string directory)
    {
        _path = Path.Combine(directory, "raw-" + Guid.NewGuid().ToString("N"));
        _file = DiskFiles.Instance.Open(_path, FileUse.Create);
        var zeros = new byte[1024 * 1024];
        for (var at = 0; at < Length; at += zeros.Length)
        {
            _file.Write(zeros, at);
        }

        _file.Flush();
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_end + bytes.Length > Length)
        {
            _end = 0;
        }

        _file.Write(bytes, _end);
        _end += bytes.Length;
        _file.Flush();
    }

    /// <summary>One after the other: seconds for a record.</summary>
    public double SecondsPerFlush(int lineLength, int count)
    {
        var line = new byte[lineLength];
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < count; i++)
        {
            Append(line);
        }

        return watch.Elapsed.TotalSeconds / count;
    }

    /// <summary>
    /// Bare group commit: so many callers, each with one record under way; a writer thread takes what is queued, appends it, flushes once, and resumes the
    /// callers, each of which brings its next record at once. Records per second.
    /// </summary>
    public double GroupCommit(int lineLength, int concurrency, int records)
    {
        var line = new byte[lineLength];
        var queue = new List<Caller>();
        var batch = new List<Caller>();
        var buffer = new byte[lineLength * concurrency];
        for (var i = 0; i < concurrency; i++)
        {
            queue.Add(new Caller(queue, line));
        }

        var watch = Stopwatch.StartNew();
        var written = 0;
        while (written < records)
        {
            lock (queue)
            {
                batch.Clear();
                batch.AddRange(queue);
                queue.Clear();
            }

            var at = 0;
            foreach (var caller in batch)
            {
                caller.Line.CopyTo(buffer.AsSpan(at));
                at += caller.Line.Length;
            }

            Append(buffer.AsSpan(0, at));
            written += batch.Count;
            foreach (var caller in batch)
            {
                caller.Resume();
            }
        }

        return written / watch.Elapsed.TotalSeconds;
    }

    public void Dispose()
    {
        _file.Dispose();
        File.Delete(_path);
    }

    private sealed class Caller(List<Caller> queue, byte[] line)
    {
        public byte[] Line { get; } = line;

        public void Resume()
        {
            lock (queue)
            {
                queue.Add(this);
            }
        }
    }
}
