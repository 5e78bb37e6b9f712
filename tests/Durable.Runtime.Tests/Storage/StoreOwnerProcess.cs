using System.Diagnostics;
using System.Runtime.CompilerServices;
using Durable.Storage.Files;
using Durable.Store.Contract;

namespace Durable.Tests.Storage;

/// <summary>Another process that has a store open: this test program, started again with a directory in its environment.</summary>
internal sealed class StoreOwnerProcess : IDisposable
{
    private const string DirectoryVariable = "DURABLE_TEST_STORE_OWNER";
    private readonly Process _process;

    private StoreOwnerProcess(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>Starts the process and returns once it holds the store and a claimed run 'owned' in it.</summary>
    public static async Task<StoreOwnerProcess> StartAsync(string directory)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Durable.Runtime.Tests" + (OperatingSystem.IsWindows() ? ".exe" : "")))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment[DirectoryVariable] = directory;
        var owner = new StoreOwnerProcess(Process.Start(start)!);
        Assert.Equal("open", await owner._process.StandardOutput.ReadLineAsync(FileStoreScene.Token));
        return owner;
    }

    /// <summary>SIGKILL, or what the platform has of the kind.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(FileStoreScene.Token);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    // Before the test runner's own Main, which knows nothing of this.
    [ModuleInitializer]
    internal static void RunIfAsked()
    {
        if (Environment.GetEnvironmentVariable(DirectoryVariable) is not { Length: > 0 } directory)
        {
            return;
        }

        var store = new FileStore(new FileStoreOptions { Directory = directory }, TimeProvider.System, DiskFiles.Instance);
        store.OpenAsync().AsTask().GetAwaiter().GetResult();
        store.CreateAsync(StoreSamples.NewRun("owned", DateTimeOffset.UtcNow)).AsTask().GetAwaiter().GetResult();
        store.ClaimAsync(StoreSamples.Claim(new TestOwner("child"))).AsTask().GetAwaiter().GetResult();
        Console.WriteLine("open");
        Console.ReadLine();
        Environment.Exit(0);
    }
}
