using Durable.Storage;
using Durable.Storage.Files;

namespace Durable.Testing;

/// <summary>
/// A play in files. Each process has a directory of its own: a copy of the one that the process before it left, made without closing that one, so the next process opens what a killed one leaves behind.
/// </summary>
internal sealed class SceneDirectory(TimeProvider time) : SceneStore
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("durable-crashes-");
    private readonly List<FileStore> _stores = [];
    private readonly LastingStore _lasting = new();

    public override IRunStore Lasting => _lasting;

    public override IRunStore Living => _stores[^1];

    public override bool IsSharedWithTheDead => false;

    public override async Task OpenAsync() => _lasting.GoOnWith(await OpenNextAsync().ConfigureAwait(false));

    // A store that only one process can open knows that its owner is gone when it is opened again.
    public override void Abandon(RunLease lease)
    {
    }

    public override async Task BuryAsync()
    {
        // What a caller was told is on the disk; what one is about to be told waits for the next process.
        await _lasting.HoldAsync().ConfigureAwait(false);
        var (left, next) = (PathOf(_stores.Count - 1), PathOf(_stores.Count));
        foreach (var file in Directory.EnumerateFiles(left, "*", SearchOption.AllDirectories).Where(IsLeftBehind))
        {
            var copy = Path.Combine(next, Path.GetRelativePath(left, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        _lasting.GoOnWith(await OpenNextAsync().ConfigureAwait(false));
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var store in _stores)
        {
            await store.DisposeAsync().ConfigureAwait(false);
        }

        _root.Delete(recursive: true);
    }

    // A lock ends with its process, and what was being made under another name means nothing to the next one.
    private static bool IsLeftBehind(string file) => Path.GetFileName(file) != "lock" && !file.EndsWith(".tmp", StringComparison.Ordinal);

    private string PathOf(int life) => Path.Combine(_root.FullName, $"{life}");

    private async Task<FileStore> OpenNextAsync()
    {
        var options = new FileStoreOptions { Directory = PathOf(_stores.Count), SegmentBytes = FileStoreOptions.MinSegmentBytes };
        var store = new FileStore(options, time, DiskFiles.Instance);
        _stores.Add(store);
        await store.OpenAsync().ConfigureAwait(false);
        return store;
    }
}
