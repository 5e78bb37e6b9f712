using Durable.Storage.Files;

namespace Durable.Crash.Tests.Enumerating;

/// <summary>The real disk, with every change to it written down.</summary>
internal sealed class RecordedFiles(Recording recording) : IStoreFiles
{
    public bool DirectoryExists(string path) => DiskFiles.Instance.DirectoryExists(path);

    // Directories are no part of the recording: their absence is not told apart from their being empty.
    public void CreateDirectory(string path) => DiskFiles.Instance.CreateDirectory(path);

    public void DeleteDirectory(string path) => DiskFiles.Instance.DeleteDirectory(path);

    public IReadOnlyList<string> List(string directory) => DiskFiles.Instance.List(directory);

    public IStoreFile Open(string path, FileUse use)
    {
        lock (recording.Gate)
        {
            if (use == FileUse.Create)
            {
                recording.Add(new DiskOperation.Create(path));

                // The name stands for another file from now on.
                _renamed.Remove(path);
            }

            return new RecordedFile(this, DiskFiles.Instance.Open(path, use), path);
        }
    }

    public void Rename(string from, string to)
    {
        lock (recording.Gate)
        {
            recording.Add(new DiskOperation.Rename(from, recording.Relative(to)));
            DiskFiles.Instance.Rename(from, to);
            _renamed[from] = to;
        }
    }

    public void Delete(string path) => Do(new DiskOperation.Delete(path), () => DiskFiles.Instance.Delete(path));

    public void FlushDirectory(string path)
    {
        // The directory above the store's is none of the store's files.
        if (recording.Relative(path) == "..")
        {
            DiskFiles.Instance.FlushDirectory(path);
            return;
        }

        Do(new DiskOperation.FlushNames(path), () => DiskFiles.Instance.FlushDirectory(path));
    }

    // A file stays open while it is renamed.
    private readonly Dictionary<string, string> _renamed = new(StringComparer.Ordinal);

    private string NameOf(string openedAs) => _renamed.GetValueOrDefault(openedAs, openedAs);

    private void Do(DiskOperation operation, Action action)
    {
        lock (recording.Gate)
        {
            recording.Add(operation);
            action();
        }
    }

    private sealed class RecordedFile(RecordedFiles files, IStoreFile inner, string path) : IStoreFile
    {
        public long Length => inner.Length;

        public int Read(Span<byte> buffer, long offset) => inner.Read(buffer, offset);

        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            lock (files.Gate)
            {
                files.Add(new DiskOperation.Write(files.NameOf(path), offset, bytes.ToArray()));
                inner.Write(bytes, offset);
            }
        }

        public void Flush() => files.Do(new DiskOperation.Flush(files.NameOf(path)), inner.Flush);

        public void SetLength(long length) => files.Do(new DiskOperation.SetLength(files.NameOf(path), length), () => inner.SetLength(length));

        public void Dispose() => inner.Dispose();
    }

    private Lock Gate => recording.Gate;

    private void Add(DiskOperation operation) => recording.Add(operation);
}
