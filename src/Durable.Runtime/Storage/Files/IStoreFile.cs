namespace Durable.Storage.Files;

/// <summary>An open file.</summary>
internal interface IStoreFile : IDisposable
{
    long Length { get; }

    /// <summary>Reads up to the buffer's size; less only at the end of the file.</summary>
    int Read(Span<byte> buffer, long offset);

    void Write(ReadOnlySpan<byte> bytes, long offset);

    /// <summary>Returns once everything written, and the length, would survive a loss of power.</summary>
    void Flush();

    void SetLength(long length);
}
