using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Durable.Storage.Files;

/// <summary>Artifacts: one file each, named by the hash of its bytes, in a directory for each run, named by the hash of the run's id. Names never come from ids.</summary>
/// <remarks>
/// Crash while one is written: an unfinished file stays behind, which nobody looks at. Crash after, before the commit that refers to it: the run keeps it without
/// use. Both go with the run.
/// </remarks>
internal sealed class ArtifactFiles(IStoreFiles files, StorePaths paths)
{
    private const int IdLength = 64;

    private static readonly SearchValues<char> s_digits = SearchValues.Create("0123456789abcdef");

    private readonly Lock _gate = new();
    private int _written;

    /// <summary>Writes an artifact and returns once it is durable.</summary>
    public void Keep(string runId, string artifactId, ReadOnlySpan<byte> bytes)
    {
        if (!IsId(artifactId))
        {
            throw new ArgumentException($"'{artifactId}' is no artifact's id.", nameof(artifactId));
        }

        var directory = DirectoryOf(runId);
        lock (_gate)
        {
            // Durable before anything in it is looked for.
            Create(paths.Artifacts, paths.Root);
            Create(directory, paths.Artifacts);
        }

        var path = Path.Combine(directory, artifactId);
        if (Read(path)?.Length != bytes.Length)
        {
            var unfinished = string.Create(CultureInfo.InvariantCulture, $"{path}.{Interlocked.Increment(ref _written)}{StorePaths.Unfinished}");
            using (var file = files.Open(unfinished, FileUse.Create))
            {
                file.Write(bytes, 0);
                file.Flush();
            }

            files.Rename(unfinished, path);
        }

        // Also for one that was there: whoever wrote it may not have got so far.
        files.FlushDirectory(directory);
    }

    /// <summary>The bytes, or null when there are none.</summary>
    public byte[]? Read(string runId, string artifactId) => IsId(artifactId) ? Read(Path.Combine(DirectoryOf(runId), artifactId)) : null;

    /// <summary>Deletes all that is kept beside a run, which nothing is added to any more.</summary>
    public void Delete(string runId)
    {
        var directory = DirectoryOf(runId);
        if (files.DirectoryExists(directory))
        {
            foreach (var name in files.List(directory))
            {
                files.Delete(Path.Combine(directory, name));
            }

            files.FlushDirectory(directory);
            files.DeleteDirectory(directory);
            files.FlushDirectory(paths.Artifacts);
        }
    }

    private byte[]? Read(string path)
    {
        try
        {
            using var file = files.Open(path, FileUse.Read);
            var bytes = new byte[checked((int)file.Length)];
            return bytes[..file.Read(bytes, 0)];
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private void Create(string directory, string parent)
    {
        if (!files.DirectoryExists(directory))
        {
            files.CreateDirectory(directory);
            files.FlushDirectory(parent);
        }
    }

    private string DirectoryOf(string runId) => Path.Combine(paths.Artifacts, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(runId))));

    private static bool IsId(string artifactId) => artifactId.Length == IdLength && !artifactId.AsSpan().ContainsAnyExcept(s_digits);
}
