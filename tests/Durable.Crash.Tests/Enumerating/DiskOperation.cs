namespace Durable.Crash.Tests.Enumerating;

/// <summary>One thing the store did to its disk. Paths are relative to the store's directory.</summary>
internal abstract record DiskOperation(string Path)
{
    /// <summary>A new, empty file stands under the name.</summary>
    public sealed record Create(string Path) : DiskOperation(Path);

    public sealed record Write(string Path, long Offset, byte[] Bytes) : DiskOperation(Path);

    public sealed record SetLength(string Path, long Length) : DiskOperation(Path);

    /// <summary>Contents and length are on the platter.</summary>
    public sealed record Flush(string Path) : DiskOperation(Path);

    public sealed record Rename(string Path, string To) : DiskOperation(Path);

    public sealed record Delete(string Path) : DiskOperation(Path);

    /// <summary>The directory's names are on the platter.</summary>
    public sealed record FlushNames(string Path) : DiskOperation(Path);
}
