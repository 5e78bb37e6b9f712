namespace Durable.Storage.Files;

/// <summary>The real disk.</summary>
internal sealed class DiskFiles : IStoreFiles
{
    public static readonly DiskFiles Instance = new();

    private DiskFiles()
    {
    }

    public bool DirectoryExists(string path) => Directory.Exists(path);

    public void CreateDirectory(string path) => Directory.CreateDirectory(path);

    public IReadOnlyList<string> List(string directory)
    {
        var names = Directory.GetFiles(directory).Select(path => Path.GetFileName(path)).ToArray();
        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }

    public IStoreFile Open(string path, FileUse use) => new DiskFile(use switch
    {
        // Sharing is wide because the directory's lock, not the single file, keeps other processes out; Windows needs it for renaming.
        FileUse.Read => File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.RandomAccess),
        FileUse.Write => File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, FileOptions.RandomAccess),
        _ => File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, FileOptions.RandomAccess),
    });

    public void Rename(string from, string to) => File.Move(from, to, overwrite: true);

    public void Delete(string path) => File.Delete(path);

    public void DeleteDirectory(string path) => Directory.Delete(path);

    public void FlushDirectory(string path)
    {
        if (OperatingSystem.IsLinux())
        {
            LinuxDisk.FlushDirectory(path);
        }

        // Elsewhere .NET has no way to ask for it: NTFS journals its directories, and APFS orders renames after F_FULLFSYNC of the file.
    }
}
