namespace Durable.Storage.Files;

/// <summary>A segment's file, open for reading, with what leads to the lines in this very file.</summary>
internal sealed class OpenSegment(IStoreFile file, string path, SegmentMap? map) : IDisposable
{
    public string Path => path;

    /// <summary>Null when every line lies in the file where it lies in the journal.</summary>
    public SegmentMap? Map => map;

    /// <exception cref="JournalCorruptException">The file ends before.</exception>
    /// <exception cref="ObjectDisposedException">The file was closed meanwhile; open it again.</exception>
    public void Read(long offset, Span<byte> buffer)
    {
        var read = file.Read(buffer, offset);
        if (read < buffer.Length)
        {
            throw new JournalCorruptException(path, offset + read, "the segment has become shorter");
        }
    }

    public void Dispose() => file.Dispose();
}
