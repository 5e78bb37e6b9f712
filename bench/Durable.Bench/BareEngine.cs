using System.Buffers;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Tasks.Sources;
using Durable.Storage.Files;

namespace Durable.Bench;

/// <summary>
/// The least an engine can do for a five-step run: each step's body on the pool, its outcome written as a line of JSON with a checksum, one writer thread
/// that appends what is queued, flushes once, and resumes the runs. No ids, no replay, no claims, no results, no index.
/// </summary>
internal sealed class BareEngine(RawJournal journal, int lineLength) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _work = new(0);
    private List<BareRun> _queue = [];
    private bool _busy;
    private volatile bool _stopping;
    private int _left;

    /// <summary>Records per second.</summary>
    public double RecordsPerSecond(int concurrency, int records)
    {
        _left = records;
        var writer = new Thread(Write);
        writer.Start();
        var watch = Stopwatch.StartNew();
        Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => Task.Run(() => RunAsync(new BareRun(this, lineLength))))).GetAwaiter().GetResult();
        var seconds = watch.Elapsed.TotalSeconds;
        _stopping = true;
        _work.Release();
        writer.Join();
        return records / seconds;
    }

    /// <summary>Microseconds for a line of JSON with its checksum, on one processor that does nothing else.</summary>
    public double MicrosecondsPerLine(int lines)
    {
        var run = new BareRun(this, lineLength);
        var watch = Stopwatch.StartNew();
        for (var i = 1; i <= lines; i++)
        {
            run.WriteLine(i);
        }

        return watch.Elapsed.TotalMicroseconds / lines;
    }

    public void Dispose() => _work.Dispose();

    private async Task RunAsync(BareRun run)
    {
        for (var position = 1; Interlocked.Decrement(ref _left) >= 0; position++)
        {
            run.WriteLine(position);
            await run.AppendAsync();
            await new Hop();
        }
    }

    private void Enqueue(BareRun run)
    {
        lock (_gate)
        {
            _queue.Add(run);
            if (_busy)
            {
                return;
            }

            _busy = true;
        }

        _work.Release();
    }

    private void Write()
    {
        List<BareRun> batch = [];
        var buffer = new byte[1024 * 1024];
        while (true)
        {
            _work.Wait();
            if (_stopping)
            {
                return;
            }

            while (TryTake(ref batch))
            {
                var at = 0;
                foreach (var run in batch)
                {
                    run.Line.CopyTo(buffer.AsSpan(at));
                    at += run.Line.Length;
                }

                journal.Append(buffer.AsSpan(0, at));
                foreach (var run in batch)
                {
                    run.Resume();
                }
            }
        }
    }

    private bool TryTake(ref List<BareRun> batch)
    {
        lock (_gate)
        {
            batch.Clear();
            (batch, _queue) = (_queue, batch);
            return _busy = batch.Count > 0;
        }
    }

    /// <summary>To another thread of the pool, as the body of a step goes.</summary>
    private readonly struct Hop : ICriticalNotifyCompletion
    {
        public bool IsCompleted => false;

        public Hop GetAwaiter() => this;

        public void GetResult()
        {
        }

        public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

        public void UnsafeOnCompleted(Action continuation) =>
            ThreadPool.UnsafeQueueUserWorkItem(static go => go(), continuation, preferLocal: false);
    }

    private sealed class BareRun(BareEngine engine, int lineLength) : IValueTaskSource
    {
        private readonly ArrayBufferWriter<byte> _buffer = new(lineLength * 2);
        private readonly string _payload = new('x', Math.Max(0, lineLength - 190));
        private readonly string _id = Guid.NewGuid().ToString("N");
        private Utf8JsonWriter? _writer;
        private ManualResetValueTaskSourceCore<bool> _done;

        public ReadOnlySpan<byte> Line => _buffer.WrittenSpan;

        public void WriteLine(int position)
        {
            _buffer.ResetWrittenCount();
            _writer ??= new Utf8JsonWriter(_buffer, new JsonWriterOptions { SkipValidation = true });
            _writer.Reset();
            _writer.WriteStartObject();
            _writer.WriteString("t"u8, "commit"u8);
            _writer.WriteString("run"u8, _id);
            _writer.WriteNumber("length"u8, position);
            _writer.WriteString("status"u8, "running"u8);
            _writer.WriteStartArray("records"u8);
            _writer.WriteStartObject();
            _writer.WriteString("t"u8, "step"u8);
            _writer.WriteNumber("n"u8, position);
            _writer.WriteNumber("ts"u8, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
            _writer.WriteString("input"u8, _payload);
            _writer.WriteNumber("output"u8, position);
            _writer.WriteEndObject();
            _writer.WriteEndArray();
            _writer.Flush();
            LineFormat.WriteSeal(_buffer.WrittenSpan, _buffer.GetSpan(LineFormat.SealLength));
            _buffer.Advance(LineFormat.SealLength);
        }

        public ValueTask AppendAsync()
        {
            _done.Reset();
            var task = new ValueTask(this, _done.Version);
            engine.Enqueue(this);
            return task;
        }

        public void Resume() => _done.SetResult(true);

        public void GetResult(short token) => _done.GetResult(token);

        public ValueTaskSourceStatus GetStatus(short token) => _done.GetStatus(token);

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            _done.OnCompleted(continuation, state, token, flags);
    }
}
