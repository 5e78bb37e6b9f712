using System.Security.Cryptography;
using System.Text;

namespace Durable.Crash.Tests.Enumerating;

/// <summary>The files of a store's directory.</summary>
/// <param name="Files">Contents by path relative to the directory.</param>
internal sealed record DiskImage(IReadOnlyDictionary<string, byte[]> Files)
{
    /// <summary>Two images with the same name are the same.</summary>
    public string Name()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (path, bytes) in Files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{path}\n{bytes.Length}\n"));
            hash.AppendData(bytes);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    public void WriteTo(string directory)
    {
        Directory.CreateDirectory(directory);
        foreach (var (path, bytes) in Files)
        {
            var full = Path.Combine(directory, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllBytes(full, bytes);
        }
    }
}
