using Durable.Storage;
using Durable.Storage.Files;
using Durable.Storage.InMemory;
using Durable.Tests.Storage;

namespace Durable.Tests.Harness;

/// <summary>What outlives the processes of a test.</summary>
internal abstract class TestStore : IAsyncDisposable
{
    /// <summary>The store as the living process sees it.</summary>
    public abstract IRunStore Current { get; }

    public static TestStore Create(StoreKind kind, TimeProvider time) =>
        kind == StoreKind.Memory ? new InMemory(time) : new InFiles(time);

    /// <summary>Opens it for the first time.</summary>
    public virtual Task OpenAsync() => Task.CompletedTask;

    /// <summary>The process left cleanly.</summary>
    public virtual Task ReopenAsync() => Task.CompletedTask;

    /// <summary>The process was killed; whatever it still does reaches no store that anybody will look at.</summary>
    public abstract Task LeaveAsKilledAsync(StoreProbe dead);

    public abstract ValueTask DisposeAsync();

    private sealed class InMemory(TimeProvider time) : TestStore
    {
        private readonly InMemoryStore _store = new(time);

        public override IRunStore Current => _store;

        // Leases would run out; ended here, so that a test need not move its clock.
        public override Task LeaveAsKilledAsync(StoreProbe dead) => dead.EndLeasesAsync();

        public override ValueTask DisposeAsync() => _store.DisposeAsync();
    }

    private sealed class InFiles(TimeProvider time) : TestStore
    {
        private readonly List<IAsyncDisposable> _stores = [];
        private readonly List<StoreDirectory> _directories = [new()];
        private FileStore? _store;

        public override IRunStore Current => _store!;

        public override async Task OpenAsync()
        {
            var options = new FileStoreOptions { Directory = _directories[^1].Path, SegmentBytes = FileStoreOptions.MinSegmentBytes };
            _store = new FileStore(options, time, DiskFiles.Instance);
            _stores.Add(_store);
            await _store.OpenAsync();
        }

        public override async Task ReopenAsync()
        {
            await _store!.DisposeAsync();
            await OpenAsync();
        }

        public override async Task LeaveAsKilledAsync(StoreProbe dead)
        {
            // What the process had handed to the disk is there; what it hands over from now on is not. Its lock died with it.
            await dead.WhenQuietAsync();
            var image = new StoreDirectory();
            foreach (var file in Directory.EnumerateFiles(_directories[^1].Path, "*", SearchOption.AllDirectories).Where(IsLeftBehind))
            {
                var copy = Path.Combine(image.Path, Path.GetRelativePath(_directories[^1].Path, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }

            _directories.Add(image);
            await OpenAsync();
        }

        // The dead store's index files are still being made and renamed; unfinished ones mean nothing to the next process.
        private static bool IsLeftBehind(string file) => Path.GetFileName(file) != "lock" && !file.EndsWith(".tmp", StringComparison.Ordinal);

        public override async ValueTask DisposeAsync()
        {
            foreach (var store in _stores)
            {
                await store.DisposeAsync();
            }

            _directories.ForEach(directory => directory.Dispose());
        }
    }
}
