namespace Durable.Tests.Storage;

/// <summary>A directory of a test's own, gone after it.</summary>
internal sealed class StoreDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("durable-store-").FullName;

    public string Segment(int number) => System.IO.Path.Combine(Path, "journal", $"{number:D10}.jsonl");

    public string Index(int number) => System.IO.Path.Combine(Path, "index", $"{number:D10}.idx");

    public long JournalLength => new DirectoryInfo(System.IO.Path.Combine(Path, "journal")).EnumerateFiles().Sum(file => file.Length);

    public int Segments => Directory.GetFiles(System.IO.Path.Combine(Path, "journal"), "*.jsonl").Length;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
