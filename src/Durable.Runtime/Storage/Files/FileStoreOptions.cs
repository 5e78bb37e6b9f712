namespace Durable;

/// <summary>How the file store keeps its journal.</summary>
public sealed class FileStoreOptions
{
    /// <summary>The default of <see cref="SegmentBytes"/>: 64 MiB.</summary>
    public const int DefaultSegmentBytes = 64 * 1024 * 1024;

    /// <summary>The smallest allowed <see cref="SegmentBytes"/>: 4 KiB.</summary>
    public const int MinSegmentBytes = 4 * 1024;

    /// <summary>The largest allowed <see cref="SegmentBytes"/>: 1 GiB.</summary>
    public const int MaxSegmentBytes = 1024 * 1024 * 1024;

    /// <summary>The directory; made when it is missing. One process can have it open at a time.</summary>
    public string Directory { get; set; } = "";

    /// <summary>
    /// Bytes after which a new segment file is begun; 64 MiB by default, 4 KiB to 1 GiB. A file can get longer by what was written at once.
    /// </summary>
    public int SegmentBytes { get; set; } = DefaultSegmentBytes;

    /// <summary>The clock of due times; null (the default) takes the registered <see cref="System.TimeProvider"/>, or the system's.</summary>
    public TimeProvider? TimeProvider { get; set; }

    internal void Check()
    {
        if (string.IsNullOrWhiteSpace(Directory))
        {
            throw new DurableException(
                DurableErrorCodes.OptionInvalid, "The file store has no directory.", "Name one: UseFileStore(\"data\").");
        }

        if (SegmentBytes is < MinSegmentBytes or > MaxSegmentBytes)
        {
            throw new DurableException(
                DurableErrorCodes.OptionInvalid,
                $"{nameof(FileStoreOptions)}.{nameof(SegmentBytes)} is {SegmentBytes}.",
                $"Choose a value from {MinSegmentBytes} to {MaxSegmentBytes}.");
        }
    }
}
