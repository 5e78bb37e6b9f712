using Microsoft.Win32.SafeHandles;

namespace Durable.Storage.Files;

/// <summary>A file of the real disk.</summary>
internal sealed class DiskFile(SafeFileHandle handle) : IStoreFile
{
    public long Length => RandomAccess.GetLength(handle);

    public int Read(Span<byte> buffer, long offset)
    {
        var total = 0;
        while (total < buffer.Length)
        {
            var read = RandomAccess.Read(handle, buffer[total..], offset + total);
            if (read == 0)
            {
                break;
            }

            total += read;
        }

        return total;
    }

    public void Write(ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(handle, bytes, offset);

    public void Flush()
    {
        if (OperatingSystem.IsLinux())
        {
            // Inside preallocated space nothing but the data changes, and fdatasync then spares the inode's own write.
            LinuxDisk.FlushData(handle);
        }
        else
        {
            RandomAccess.FlushToDisk(handle);
        }
    }

    public void SetLength(long length) => RandomAccess.SetLength(handle, length);

    public void Dispose() => handle.Dispose();
}
