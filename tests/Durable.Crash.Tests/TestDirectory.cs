namespace Durable.Crash.Tests;

/// <summary>A directory of a test's own. It stays, and is named in the failure's output, when the test does not succeed.</summary>
internal sealed class TestDirectory : IDisposable
{
    private bool _succeeded;

    public string Path { get; } = Directory.CreateTempSubdirectory("durable-crash-").FullName;

    public void Succeeded() => _succeeded = true;

    public void Dispose()
    {
        if (_succeeded)
        {
            Directory.Delete(Path, recursive: true);
        }
        else
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"Kept for a look: {Path}");
        }
    }
}
