using System.Security.Cryptography;
using Durable.Storage;
using Durable.Tests.Harness;

namespace Durable.Store.Contract;

[Proves("B-POL-3")]
public abstract partial class StoreContract
{
    [Fact]
    public async Task Artifact_Kept_IsReadBackForItsRunOnly()
    {
        byte[] bytes = [1, 2, 3];
        await Store.KeepArtifactAsync("a", IdOf(bytes), bytes, Token);
        await Store.KeepArtifactAsync("a", IdOf(bytes), bytes, Token);
        await Store.KeepArtifactAsync("a", IdOf([]), ReadOnlyMemory<byte>.Empty, Token);

        Assert.Equal(bytes, (await Store.ReadArtifactAsync("a", IdOf(bytes), Token))!.Value.ToArray());
        Assert.Equal(0, (await Store.ReadArtifactAsync("a", IdOf([]), Token))!.Value.Length);
        Assert.Null(await Store.ReadArtifactAsync("a", IdOf([4]), Token));
        Assert.Null(await Store.ReadArtifactAsync("b", IdOf(bytes), Token));
        Assert.Null(await Store.ReadArtifactAsync("a", "../../" + IdOf(bytes), Token));
    }

    [Fact]
    public async Task Artifact_RunIsDeleted_GoesWithIt()
    {
        byte[] bytes = [1, 2, 3];
        await Store.KeepArtifactAsync("a", IdOf(bytes), bytes, Token);
        await Store.KeepArtifactAsync("b", IdOf(bytes), bytes, Token);
        await StartAndFinishAsync("a");

        Assert.Equal(DeleteOutcome.Deleted, await Store.DeleteAsync("a", Token));

        Assert.Null(await Store.ReadArtifactAsync("a", IdOf(bytes), Token));
        Assert.NotNull(await Store.ReadArtifactAsync("b", IdOf(bytes), Token));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Artifact_AfterReopening_IsThere(bool cleanly)
    {
        Assert.SkipUnless(Persists, "This store does not outlive its object.");
        var bytes = RandomNumberGenerator.GetBytes(100_000);
        await Store.KeepArtifactAsync("a", IdOf(bytes), bytes, Token);

        await (cleanly ? ReopenAsync() : CrashAndReopenAsync());

        Assert.Equal(bytes, (await Store.ReadArtifactAsync("a", IdOf(bytes), Token))!.Value.ToArray());
    }

    private static string IdOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
