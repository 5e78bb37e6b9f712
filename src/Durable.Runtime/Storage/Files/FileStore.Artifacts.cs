namespace Durable.Storage.Files;

// What is kept beside the journal.
internal sealed partial class FileStore
{
    private readonly ArtifactFiles _artifacts;

    public async ValueTask KeepArtifactAsync(string runId, string artifactId, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(runId);
        ArgumentNullException.ThrowIfNull(artifactId);
        cancellationToken.ThrowIfCancellationRequested();
        Journal.ThrowIfUnusable();
        try
        {
            // A write and two flushes; not on the thread of a run.
            await Task.Run(() => _artifacts.Keep(runId, artifactId, bytes.Span), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreFailedException($"The artifact '{artifactId}' cannot be written: {error.Message}", error);
        }
    }

    public async ValueTask<ReadOnlyMemory<byte>?> ReadArtifactAsync(string runId, string artifactId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(runId);
        ArgumentNullException.ThrowIfNull(artifactId);
        try
        {
            return await Task.Run(() => _artifacts.Read(runId, artifactId), cancellationToken).ConfigureAwait(false) is { } bytes ? bytes : (ReadOnlyMemory<byte>?)null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DurableException(
                DurableErrorCodes.ArtifactMissing,
                $"The artifact '{artifactId}' cannot be read: {error.Message}",
                "Check the file's permissions and the disk; then retry the run.",
                runId,
                innerException: error);
        }
    }
}
