using Durable.Storage;
using Durable.Storage.Files;
using Durable.Store.Contract;

namespace Durable.Tests.Storage;

public sealed class FileStoreTests : FileStoreContract
{
    protected override int SegmentBytes => FileStoreOptions.DefaultSegmentBytes;
}

/// <summary>The same with a new segment every few lines, so that most runs end in a segment that is closed.</summary>
public sealed class FileStoreSmallSegmentTests : FileStoreContract
{
    protected override int SegmentBytes => FileStoreOptions.MinSegmentBytes;
}

public abstract class FileStoreContract : StoreContract
{
    private readonly StoreDirectory _directory = new();
    private FaultyFiles _files = new();

    protected override bool LeasesExpire => false;

    protected override bool Persists => true;

    protected abstract int SegmentBytes { get; }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
        _directory.Dispose();
    }

    protected override IRunStore CreateStore()
    {
        _files = new FaultyFiles();
        return new FileStore(new FileStoreOptions { Directory = _directory.Path, SegmentBytes = SegmentBytes }, Time, _files);
    }

    protected override ValueTask KillAsync()
    {
        _files.Kill();
        return Store.DisposeAsync();
    }
}
