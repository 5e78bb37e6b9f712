namespace Durable.Storage.Files;

/// <summary>The few things the file store does to a disk; tests put one in between that tears, fails and fills up.</summary>
internal interface IStoreFiles
{
    bool DirectoryExists(string path);

    void CreateDirectory(string path);

    /// <summary>The names (without directory) of the files in a directory, in ordinal order.</summary>
    IReadOnlyList<string> List(string directory);

    IStoreFile Open(string path, FileUse use);

    /// <summary>Puts a file in the place of another or of none.</summary>
    void Rename(string from, string to);

    void Delete(string path);

    /// <summary>Deletes a directory that is empty.</summary>
    void DeleteDirectory(string path);

    /// <summary>Makes creations, renames and deletions in a directory durable.</summary>
    void FlushDirectory(string path);
}
