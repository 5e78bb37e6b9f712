using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Durable.Storage.Files;

/// <summary>
/// Keeps runs in an append-only journal of one directory, for one process. Live runs have a small entry in memory; everything else,
/// journals and finished runs included, is read from the segments when it is asked for.
/// </summary>
/// <remarks>
/// Lock order: the index's gate, then the writer's. Nothing waits for the disk while holding the index's gate.
/// Leases do not end by time here: only this process can have the directory open, so an owner that died took the store with it,
/// and one that was merely paused (debugger, suspended machine) must not lose its runs to itself.
/// </remarks>
internal sealed partial class FileStore : IRunStore, IJournalSink
{
    // Tokens of a session are above all of the sessions before, and a session's number is durable before its first token: so they rise over
    // restarts without a write per claim.
    private const int TokenBits = 40;

    // So many new runs keep their rows in memory until they are claimed; a longer backlog is read from the disk, as it need not fit into memory.
    private const int MostFresh = 4096;

    private readonly FileStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly IStoreFiles _files;
    private readonly StorePaths _paths;
    private readonly ILogger _logger;
    private readonly RunIndex<FileRun> _runs;
    private readonly SegmentReads _reads;
    private readonly RunReaders _readers;
    private readonly Dictionary<string, Task<RunRow>> _creating = new(StringComparer.Ordinal);
    private DirectoryLock? _lock;
    private JournalWriter? _journal;
    private ImmutableArray<FinishedIndexFile> _indexes = [];
    private HashSet<FileRun> _finished = [];
    private Task _indexing = Task.CompletedTask;
    private long _session;
    private int _fresh;
    private bool _disposed;

    public FileStore(FileStoreOptions options, TimeProvider time, IStoreFiles files, ILogger? logger = null)
    {
        options.Check();
        _logger = logger ?? NullLogger.Instance;
        _options = options;
        _time = time;
        _files = files;
        _paths = new StorePaths(options.Directory);
        _runs = new RunIndex<FileRun>(time, leasesExpire: false);
        _reads = new SegmentReads(files, _paths);
        _readers = new RunReaders(_reads);
        _artifacts = new ArtifactFiles(files, _paths);
    }

    /// <summary>Runs with an entry in memory: the live ones, and those that ended in a segment without an index.</summary>
    internal int RunsInMemory
    {
        get
        {
            lock (_runs.Gate)
            {
                return _runs.Count;
            }
        }
    }

    private JournalWriter Journal => _journal ?? throw new InvalidOperationException("The store is not open.");

    private long Now => StoreTime.Stamp(_time.GetUtcNow());

    public async ValueTask OpenAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            // Reading all segments takes a while; not on the caller's thread.
            await Task.Run(Open, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or StoreFailedException)
        {
            ReleaseFiles();
            throw new DurableException(
                DurableErrorCodes.StoreUnavailable,
                $"The store '{_paths.Root}' cannot be opened: {error.Message}",
                "Check that the directory is on a writable disk with free space and that this process may create and write files in it.",
                innerException: error);
        }
        catch
        {
            ReleaseFiles();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        try
        {
            await StopCompactingAsync().ConfigureAwait(false);
            await CloseAsync().ConfigureAwait(false);
        }
        finally
        {
            ReleaseFiles();
            _stopping.Dispose();
            lock (_runs.Gate)
            {
                _runs.Dispose();
            }
        }
    }

    private async Task CloseAsync()
    {
        if (_journal is { } journal && journal.IsUsable)
        {
            try
            {
                await journal.CloseAsync(new NoteWrite(Lines.Session(LineKind.Close, _session, Now))).ConfigureAwait(false);
            }
            catch (Exception error) when (error is StoreFailedException or IOException)
            {
                // Everything acknowledged is durable already.
                StoreLog.NotClosed(_logger, error);
            }
        }

        await _indexing.ConfigureAwait(false);
    }

    void IJournalSink.Apply(List<JournalWrite> batch)
    {
        lock (_runs.Gate)
        {
            foreach (var write in batch)
            {
                write.Apply();
            }

            _applied = batch[^1].Location.Next();
        }
    }

    void IJournalSink.SegmentClosed(int number, long length)
    {
        HashSet<FileRun> finished;
        lock (_runs.Gate)
        {
            finished = _finished;
            _finished = [];
            _space.Add(new SegmentSpace(number + 1, after: number, previousLength: length));
        }

        _indexing = IndexAsync(_indexing, number, length, finished);
    }

    void IJournalSink.Failed(StoreFailedException failure)
    {
        lock (_runs.Gate)
        {
            _runs.FailWaiters(failure);
        }
    }

    private void Open()
    {
        CreateRoot(_paths.Root);
        _lock = DirectoryLock.Acquire(_paths.Root);
        _files.CreateDirectory(_paths.Journal);
        _files.CreateDirectory(_paths.Index);
        _files.FlushDirectory(_paths.Root);
        var recovery = new Recovery(_files, _paths, _reads, _runs, Now);
        lock (_runs.Gate)
        {
            recovery.Run();
            _session = recovery.LastSession + 1;
            _runs.StartTokensAt(_session << TokenBits);
            _indexes = [.. recovery.Indexes];
            _finished = recovery.Finished;
            _void = recovery.Void;
            _space = recovery.Space;
            _applied = new LineLocation(recovery.LastSegment, checked((int)recovery.End), 0);
            if (recovery.LastSegment == 0)
            {
                _space.Add(new SegmentSpace(1, after: 0, previousLength: 0));
            }
        }

        var segment = recovery.LastSegment == 0
            ? ActiveSegment.Create(_files, _paths, 1, previousLength: 0, _options.SegmentBytes)
            : ActiveSegment.Continue(_files, _paths, recovery.LastSegment, recovery.End, recovery.IsPadded, _options.SegmentBytes);
        _journal = new JournalWriter(_files, _paths, segment, _options.SegmentBytes, this);
        var opening = new NoteWrite(Lines.Session(LineKind.Open, _session, Now));
        _journal.Enqueue(opening);
        opening.Written.GetAwaiter().GetResult();
        lock (_runs.Gate)
        {
            BeginCompacting();
        }
    }

    private void CreateRoot(string path)
    {
        if (!_files.DirectoryExists(path) && Path.GetDirectoryName(path) is { } parent)
        {
            CreateRoot(parent);
            _files.CreateDirectory(path);
            _files.FlushDirectory(parent);
        }
    }

    /// <summary>Moves the runs that ended in a complete segment from memory to an index file.</summary>
    private async Task IndexAsync(Task before, int number, long length, HashSet<FileRun> finished)
    {
        await before.ConfigureAwait(false);
        await Task.Yield();
        FinishedIndexFile? index;
        try
        {
            FinishedIndexFile.Write(_files, _paths, number, length, FinishedEntries.Of(finished));
            index = FinishedIndexFile.Open(_paths, number, length, finished.Count);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The index only saves memory: without it the runs stay where they are, and the next opening makes it again or says why it cannot.
            StoreLog.NotIndexed(_logger, error, _paths.SegmentFile(number));
            index = null;
        }

        if (index is null)
        {
            return;
        }

        lock (_runs.Gate)
        {
            _indexes = _indexes.Add(index);
            foreach (var run in finished)
            {
                // Unless it was deleted or reopened meanwhile.
                if (_runs.Find(run.Id) == run)
                {
                    _runs.Remove(run);
                }
            }

            var segment = _space.Find(number)!;
            segment.FileLength = length;
            if (segment.IsWorthALook)
            {
                BeginCompacting();
            }
        }
    }

    private void ReleaseFiles()
    {
        _journal?.Dispose();
        _reads.Dispose();
        foreach (var index in _indexes)
        {
            index.Dispose();
        }

        _lock?.Dispose();
    }
}
