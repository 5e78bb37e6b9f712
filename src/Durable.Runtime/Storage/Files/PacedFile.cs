namespace Durable.Storage.Files;

/// <summary>A file that is read and written no faster than at a pace.</summary>
internal sealed class PacedFile(IStoreFile inner, Pace pace) : IStoreFile
{
    public long Length => inner.Length;

    public int Read(Span<byte> buffer, long offset)
    {
        var read = inner.Read(buffer, offset);
        pace.Spend(read);
        return read;
    }

    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        pace.Spend(bytes.Length);
        inner.Write(bytes, offset);
    }

    public void Flush() => inner.Flush();

    public void SetLength(long length) => inner.SetLength(length);

    public void Dispose() => inner.Dispose();
}
