using Durable.Storage.Files;

namespace Durable.Tests.Storage;

/// <summary>What the store is about to do to the disk.</summary>
internal readonly record struct FileOperation(string Name, string Path, int Bytes);

/// <summary>The real disk, but operations can be made to fail, writes to be torn, and everything to end as if the process were killed.</summary>
internal sealed class FaultyFiles : IStoreFiles
{
    private volatile bool _dead;

    /// <summary>Asked before each operation; a number lets that many bytes of a write through and then fails.</summary>
    public Func<FileOperation, int?>? Fault { get; set; }

    /// <summary>Called before each read, on the thread that reads.</summary>
    public Action? Reading { get; set; }

    /// <summary>What a failing operation throws.</summary>
    public Func<string, Exception> Failure { get; set; } = name => new IOException($"Injected: {name} failed.");

    /// <summary>Ends everything at a random byte of a later operation, counted from now.</summary>
    public void CrashAfter(int operations, Random random)
    {
        var tear = random.Next();
        Fault = done =>
        {
            if (Interlocked.Decrement(ref operations) > 0)
            {
                return null;
            }

            Kill();
            return done.Bytes == 0 ? 0 : tear % (done.Bytes + 1);
        };
    }

    /// <summary>From here on nothing reaches the disk.</summary>
    public void Kill() => _dead = true;

    public bool DirectoryExists(string path) => DiskFiles.Instance.DirectoryExists(path);

    public void CreateDirectory(string path)
    {
        Ask("CreateDirectory", path);
        DiskFiles.Instance.CreateDirectory(path);
    }

    public IReadOnlyList<string> List(string directory) => DiskFiles.Instance.List(directory);

    public IStoreFile Open(string path, FileUse use)
    {
        if (use != FileUse.Read)
        {
            Ask("Open", path);
        }

        return new FaultyFile(this, DiskFiles.Instance.Open(path, use), path);
    }

    public void Rename(string from, string to)
    {
        Ask("Rename", to);
        DiskFiles.Instance.Rename(from, to);
    }

    public void Delete(string path)
    {
        Ask("Delete", path);
        DiskFiles.Instance.Delete(path);
    }

    public void DeleteDirectory(string path)
    {
        Ask("DeleteDirectory", path);
        DiskFiles.Instance.DeleteDirectory(path);
    }

    public void FlushDirectory(string path)
    {
        Ask("FlushDirectory", path);
        DiskFiles.Instance.FlushDirectory(path);
    }

    private void Ask(string operation, string path)
    {
        if (_dead || Fault?.Invoke(new FileOperation(operation, path, 0)) is not null)
        {
            throw Failure(operation);
        }
    }

    private sealed class FaultyFile(FaultyFiles files, IStoreFile inner, string path) : IStoreFile
    {
        public long Length => inner.Length;

        public int Read(Span<byte> buffer, long offset)
        {
            files.Reading?.Invoke();
            return inner.Read(buffer, offset);
        }

        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            if (files._dead)
            {
                throw files.Failure("Write");
            }

            if (files.Fault?.Invoke(new FileOperation("Write", path, bytes.Length)) is { } through)
            {
                inner.Write(bytes[..Math.Min(through, bytes.Length)], offset);
                throw files.Failure("Write");
            }

            inner.Write(bytes, offset);
        }

        public void Flush()
        {
            files.Ask("Flush", path);
            inner.Flush();
        }

        public void SetLength(long length)
        {
            files.Ask("SetLength", path);
            inner.SetLength(length);
        }

        public void Dispose() => inner.Dispose();
    }
}
