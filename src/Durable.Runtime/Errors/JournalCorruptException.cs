namespace Durable;

/// <summary>Stored data is damaged in a place where a crash cannot have torn it, so the store refuses to guess.</summary>
/// <param name="path">The file.</param>
/// <param name="offset">The first damaged byte's offset in it.</param>
/// <param name="detail">What was found.</param>
public sealed class JournalCorruptException(string path, long offset, string detail)
    : DurableException(
        DurableErrorCodes.JournalCorrupt,
        $"'{path}' is damaged at byte {offset}: {detail}.",
        "Nothing was changed. Restore the directory from a backup, or move it aside to start empty.")
{
    /// <summary>The damaged file.</summary>
    public string Path { get; } = path;

    /// <summary>The first damaged byte's offset.</summary>
    public long Offset { get; } = offset;
}
