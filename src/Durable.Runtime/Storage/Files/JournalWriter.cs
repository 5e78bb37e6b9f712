namespace Durable.Storage.Files;

/// <summary>
/// Makes lines durable: whoever holds the writer's role takes everything queued, writes it at once, flushes once, and then tells everybody.
/// </summary>
/// <remarks>
/// <para>
/// A line that comes when nobody writes, and of late came alone, is written by the thread that brought it: a run that is alone pays a flush and
/// no change of threads. (Not so a message to a run that somebody holds: what the run makes of it is to come along.) Where several come together a thread of the writer's own has the role until the queue is empty, so that no thread of
/// the pool sits in a flush while steps wait for one; it runs the continuations of commits inline, and what those commit in turn becomes the
/// next batch.
/// </para>
/// <para>
/// A continuation that blocks would keep the role for ever, perhaps while it waits for a line in the queue or in its own batch. So when others
/// wait while continuations run, a timer lets another thread take the role away and go on with them.
/// </para>
/// </remarks>
internal sealed class JournalWriter : IDisposable
{
    /// <summary>A batch is not made longer than this, so that a burst of large lines does not need one huge buffer.</summary>
    private const int LongestBatch = 4 * 1024 * 1024;

    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(10);

    private readonly Lock _gate = new();
    private readonly IStoreFiles _files;
    private readonly StorePaths _paths;
    private readonly int _segmentLength;
    private readonly int _headerLength;
    private readonly IJournalSink _sink;
    private readonly SemaphoreSlim _handedOver = new(0);
    private readonly Timer _takeOver;

    private ActiveSegment _segment;
    private byte[] _buffer = new byte[64 * 1024];
    private List<JournalWrite> _queue = [];
    private WriteBatch? _spare;
    private WriteBatch? _completing;
    private bool _busy;
    private volatile bool _closed;
    private volatile bool _disposed;
    private int _role;
    private int _lastCount;
    private Exception? _cause;

    public JournalWriter(IStoreFiles files, StorePaths paths, ActiveSegment segment, int segmentLength, IJournalSink sink)
    {
        _files = files;
        _paths = paths;
        _segment = segment;
        _segmentLength = segmentLength;
        _sink = sink;
        using var header = Lines.Segment(segment.Number, 0);
        _headerLength = header.Length;

        // Real time, whatever clock the store was given: this is about threads, not about runs.
        _takeOver = new Timer(static state => ((JournalWriter)state!).TakeOver(), this, Timeout.Infinite, Timeout.Infinite);
        new Thread(Work) { IsBackground = true, Name = "Durable journal" }.Start();
    }

    /// <summary>Queues a line, and writes it here and now when nobody else is writing.</summary>
    /// <exception cref="StoreFailedException">An earlier write failed.</exception>
    /// <exception cref="ObjectDisposedException">The journal is closed.</exception>
    public void Enqueue(JournalWrite write, bool isLast = false)
    {
        if (Add(write, isLast))
        {
            Write();
        }
    }

    /// <summary>Queues a line; may be called with the index's gate held.</summary>
    /// <returns>Whether the caller got the writer's role, and has to <see cref="Write"/> or <see cref="HandOver"/> at once.</returns>
    /// <exception cref="StoreFailedException">An earlier write failed.</exception>
    /// <exception cref="ObjectDisposedException">The journal is closed.</exception>
    public bool Add(JournalWrite write, bool isLast = false)
    {
        lock (_gate)
        {
            ThrowIfUnusable();
            _closed = isLast;
            _queue.Add(write);
            if (_busy)
            {
                if (_completing is not null && _queue.Count == 1)
                {
                    _takeOver.Change(s_patience, Timeout.InfiniteTimeSpan);
                }

                return false;
            }

            _busy = true;
            return true;
        }
    }

    /// <summary>Writes what is queued, on this thread unless lines came together of late; the caller has the role.</summary>
    public void Write()
    {
        if (_lastCount > 1 || WriteQueued())
        {
            HandOver();
        }
    }

    /// <summary>Leaves the role to the writer's own thread.</summary>
    public void HandOver() => _handedOver.Release();

    public bool IsUsable => Volatile.Read(ref _cause) is null && !_closed;

    public void ThrowIfUnusable()
    {
        if (Volatile.Read(ref _cause) is { } cause)
        {
            throw Failure(cause);
        }

        ObjectDisposedException.ThrowIf(_closed, typeof(IRunStore));
    }

    /// <summary>Takes no more lines after this one, and cuts the padding off when it is written.</summary>
    public async Task CloseAsync(NoteWrite last)
    {
        Enqueue(last, isLast: true);
        await last.Written.ConfigureAwait(false);
        _segment.Close();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _closed = _disposed = true;
        }

        _handedOver.Release();
        _takeOver.Dispose();
        _segment.Settle();
        _segment.File.Dispose();
    }

    private static StoreFailedException Failure(Exception cause) =>
        new($"The journal could not be written: {cause.Message}", cause);

    private void Work()
    {
        while (true)
        {
            _handedOver.Wait();
            if (_disposed)
            {
                return;
            }

            WriteUntilEmpty();
        }
    }

    private void WriteUntilEmpty()
    {
        while (WriteQueued())
        {
        }
    }

    /// <summary>Writes what is queued; the caller has the role. Returns whether it still has it, because there is more.</summary>
    private bool WriteQueued()
    {
        var batch = TakeBatch();
        try
        {
            Append(batch.Writes);
            _sink.Apply(batch.Writes);
        }
        catch (Exception error)
        {
            Fail(error, batch.Writes);
            return false;
        }

        int role;
        lock (_gate)
        {
            role = _role;
            _completing = batch;
            if (batch.Writes.Count > 1 || _queue.Count > 0)
            {
                _takeOver.Change(s_patience, Timeout.InfiniteTimeSpan);
            }
        }

        var hasMore = Complete(batch, role);
        lock (_gate)
        {
            // Not if the role was taken away meanwhile: then two threads may still take from it.
            _spare = _role == role ? batch : _spare;
        }

        return hasMore;
    }

    /// <summary>Tells everybody in the batch. Returns whether the caller still has the role, because there is more to write.</summary>
    private bool Complete(WriteBatch batch, int role)
    {
        while (batch.TryTake(out var write))
        {
            write.Complete(null);
        }

        lock (_gate)
        {
            if (_role != role)
            {
                return false;
            }

            _completing = null;
            _busy = _queue.Count > 0;
            return _busy;
        }
    }

    private void TakeOver()
    {
        WriteBatch batch;
        int role;
        lock (_gate)
        {
            if (_completing is null || (!_completing.HasMore && _queue.Count == 0))
            {
                return;
            }

            batch = _completing;
            role = ++_role;
            _takeOver.Change(s_patience, Timeout.InfiniteTimeSpan);
        }

        if (Complete(batch, role))
        {
            WriteUntilEmpty();
        }
    }

    private WriteBatch TakeBatch()
    {
        lock (_gate)
        {
            var bytes = 0L;
            var count = 0;
            while (count < _queue.Count && (count == 0 || bytes + _queue[count].Line.Length <= LongestBatch))
            {
                bytes += _queue[count++].Line.Length;
            }

            var batch = _spare ?? new WriteBatch();
            _spare = null;
            _lastCount = count;
            var writes = _queue;
            _queue = batch.Fill(writes);
            if (count < writes.Count)
            {
                _queue.AddRange(writes[count..]);
                writes.RemoveRange(count, writes.Count - count);
            }

            return batch;
        }
    }

    private void Append(List<JournalWrite> batch)
    {
        var length = 1;
        foreach (var write in batch)
        {
            length += write.Line.Length;
        }

        if (_segment.IsFullFor(length, _headerLength))
        {
            BeginSegment();
        }

        if (_buffer.Length < length)
        {
            _buffer = new byte[Math.Max(length, Math.Min(_buffer.Length * 2, LongestBatch))];
        }

        _buffer[0] = LineFormat.BatchMark;
        var at = 1;
        foreach (var write in batch)
        {
            write.Line.Bytes.CopyTo(_buffer.AsSpan(at));
            var begin = at == 1 ? 0 : at;
            at += write.Line.Length;
            write.Location = new LineLocation(_segment.Number, checked((int)(_segment.End + begin)), at - begin - 1);
            write.LineCopied();
        }

        LineFormat.Reseal(_buffer.AsSpan(0, batch[0].Location.Length));

        _segment.Append(_buffer.AsSpan(0, length));
        if (_buffer.Length > LongestBatch)
        {
            _buffer = new byte[64 * 1024];
        }
    }

    private void BeginSegment()
    {
        var old = _segment;
        old.Close();
        _segment = ActiveSegment.Create(_files, _paths, old.Number + 1, old.End, _segmentLength);
        old.File.Dispose();
        _sink.SegmentClosed(old.Number, old.End);
    }

    // Fail-stop. After a failed flush the kernel may have dropped the pages and would report success the next time, so there is no retry:
    // nobody can know what the disk holds before the journal is read again.
    private void Fail(Exception cause, List<JournalWrite> batch)
    {
        lock (_gate)
        {
            Volatile.Write(ref _cause, cause);
            batch.AddRange(_queue);
            _queue = [];
            _busy = false;
        }

        _sink.Failed(Failure(cause));
        foreach (var write in batch)
        {
            // Each on its own thread, so that none waits for another's continuation; speed is of no matter any more.
            ThreadPool.UnsafeQueueUserWorkItem(
                static failed =>
                {
                    failed.Write.Line.Dispose();
                    failed.Write.Complete(Failure(failed.Cause));
                },
                (Write: write, Cause: cause),
                preferLocal: false);
        }
    }
}
