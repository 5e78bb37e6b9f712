namespace Durable.Crash.Tests.Enumerating;

/// <summary>
/// A disk as the operations of a recording leave it, each file and each directory twice: as running programs see it, and as it would be found
/// after a loss of power.
/// </summary>
internal sealed class DiskModel
{
    private readonly Dictionary<string, Contents> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Contents> _flushedNames = new(StringComparer.Ordinal);

    /// <param name="found">What is on the disk, all of it flushed.</param>
    public DiskModel(DiskImage found)
    {
        foreach (var (path, bytes) in found.Files)
        {
            _names[path] = _flushedNames[path] = new Contents(bytes);
        }
    }

    public void Apply(DiskOperation operation)
    {
        switch (operation)
        {
            case DiskOperation.Create:
                _names[operation.Path] = new Contents([]);
                break;
            case DiskOperation.Write write:
                _names[write.Path].Write(write.Offset, write.Bytes);
                break;
            case DiskOperation.SetLength cut:
                _names[cut.Path].SetLength(cut.Length);
                break;
            case DiskOperation.Flush:
                _names[operation.Path].Flush();
                break;
            case DiskOperation.Rename rename:
                _names[rename.To] = _names[rename.Path];
                _names.Remove(rename.Path);
                break;
            case DiskOperation.Delete:
                _names.Remove(operation.Path);
                break;
            case DiskOperation.FlushNames:
                FlushNames(operation.Path);
                break;
            default:
                throw new ArgumentException($"There is no model of {operation}.");
        }
    }

    /// <summary>What is found after a failure: bytes by path.</summary>
    public DiskImage After(DiskFailure failure)
    {
        var names = failure is DiskFailure.PowerLost or DiskFailure.PowerLostContentsKept ? _flushedNames : _names;
        var flushedOnly = failure is DiskFailure.PowerLost or DiskFailure.PowerLostNamesKept;
        return new DiskImage(names.ToDictionary(file => file.Key, file => flushedOnly ? file.Value.Flushed : file.Value.Current.ToArray()));
    }

    private void FlushNames(string directory)
    {
        foreach (var gone in _flushedNames.Keys.Where(path => IsIn(directory, path) && !_names.ContainsKey(path)).ToList())
        {
            _flushedNames.Remove(gone);
        }

        foreach (var (path, contents) in _names.Where(file => IsIn(directory, file.Key)))
        {
            _flushedNames[path] = contents;
        }
    }

    private static bool IsIn(string directory, string path) => (Path.GetDirectoryName(path) ?? "") == directory;

    private sealed class Contents(byte[] bytes)
    {
        private byte[] _current = bytes;

        public ReadOnlySpan<byte> Current => _current;

        public byte[] Flushed { get; private set; } = bytes;

        public void Write(long offset, byte[] bytes)
        {
            var end = checked((int)offset + bytes.Length);
            var copy = new byte[Math.Max(end, _current.Length)];
            _current.CopyTo(copy, 0);
            bytes.CopyTo(copy, offset);
            _current = copy;
        }

        public void SetLength(long length) => Array.Resize(ref _current, checked((int)length));

        // Shared from here on; every change makes a copy.
        public void Flush() => Flushed = _current;
    }
}
