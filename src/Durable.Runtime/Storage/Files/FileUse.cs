namespace Durable.Storage.Files;

/// <summary>What a file is opened for.</summary>
internal enum FileUse
{
    /// <summary>Reading an existing file.</summary>
    Read,

    /// <summary>Reading and writing an existing file.</summary>
    Write,

    /// <summary>Reading and writing a new file, which replaces one of that name.</summary>
    Create,
}
