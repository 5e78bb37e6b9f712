namespace Durable.Bench;

internal sealed class TemporaryDirectory : IDisposable
{
    public TemporaryDirectory(string parent) =>
        Path = Directory.CreateDirectory(System.IO.Path.Combine(parent, "store-" + Guid.NewGuid().ToString("N"))).FullName;

    public string Path { get; }

    public long JournalLength =>
        Directory.EnumerateFiles(System.IO.Path.Combine(Path, "journal")).Sum(file => new FileInfo(file).Length);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
