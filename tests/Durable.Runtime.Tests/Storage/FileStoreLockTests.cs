using System.Diagnostics;
using System.Globalization;
using Durable.Storage.Files;
using Durable.Store.Contract;

namespace Durable.Tests.Storage;

public sealed class FileStoreLockTests
{
    [Fact]
    public async Task Open_OtherProcessHasTheDirectory_IsRefusedInUnderASecondNamingTheOwner()
    {
        await using var scene = new FileStoreScene();
        using var owner = await StoreOwnerProcess.StartAsync(scene.Directory.Path);
        var store = scene.NewStore();
        var watch = Stopwatch.StartNew();

        var error = await Assert.ThrowsAsync<StoreLockedException>(async () => await store.OpenAsync(FileStoreScene.Token));

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1), $"It took {watch.Elapsed}.");
        Assert.Equal(DurableErrorCodes.StoreLocked, error.Code);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"process {owner.Id} "), error.Owner, StringComparison.Ordinal);
        Assert.Contains("started ", error.Owner, StringComparison.Ordinal);
        Assert.Contains(scene.Directory.Path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_OwnerWasKilled_TakesOverAndKeepsWhatItAcknowledged()
    {
        await using var scene = new FileStoreScene();
        using var owner = await StoreOwnerProcess.StartAsync(scene.Directory.Path);
        await owner.KillAsync();
        await using var store = new FileStore(new FileStoreOptions { Directory = scene.Directory.Path }, TimeProvider.System, DiskFiles.Instance);

        await store.OpenAsync(FileStoreScene.Token);

        // B-JRN-7: the run was held when its owner died.
        var run = Assert.Single(await store.ClaimAsync(StoreSamples.Claim(scene.Worker), FileStoreScene.Token));
        Assert.Equal(("owned", 1), (run.Run.RunId, run.Deaths));
    }

    [Fact]
    public async Task Open_OtherStoreOfTheSameProcess_IsRefused()
    {
        await using var scene = new FileStoreScene();
        var first = await scene.OpenAsync();

        var error = await Assert.ThrowsAsync<StoreLockedException>(() => scene.OpenAsync());

        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} "), error.Owner, StringComparison.Ordinal);
        await first.DisposeAsync();
        await scene.OpenAsync();
    }
}
