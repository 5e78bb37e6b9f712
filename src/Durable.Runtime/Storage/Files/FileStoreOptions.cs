using System.Globalization;
using System.Numerics;

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

    /// <summary>The default of <see cref="CompactBelow"/>: one half.</summary>
    public const double DefaultCompactBelow = 0.5;

    /// <summary>The largest allowed <see cref="CompactBelow"/>: nine tenths.</summary>
    public const double MaxCompactBelow = 0.9;

    /// <summary>The default of <see cref="CompactionBytesPerSecond"/>: 32 MiB.</summary>
    public const int DefaultCompactionBytesPerSecond = 32 * 1024 * 1024;

    /// <summary>The smallest allowed <see cref="CompactionBytesPerSecond"/>: 64 KiB.</summary>
    public const int MinCompactionBytesPerSecond = 64 * 1024;

    /// <summary>
    /// A complete segment file is rewritten without what it holds of deleted runs when that leaves no more than this part of it; one half by default, 0 to 0.9. 0 never rewrites: the disk then
    /// grows with what was ever written.
    /// </summary>
    public double CompactBelow { get; set; } = DefaultCompactBelow;

    /// <summary>How many bytes a second are read and written at most for rewriting segment files, in the background; 32 MiB by default, at least 64 KiB.</summary>
    public int CompactionBytesPerSecond { get; set; } = DefaultCompactionBytesPerSecond;

    /// <summary>The clock of due times; null (the default) takes the registered <see cref="System.TimeProvider"/>, or the system's.</summary>
    public TimeProvider? TimeProvider { get; set; }

    internal void Check()
    {
        if (string.IsNullOrWhiteSpace(Directory))
        {
            throw new DurableException(
                DurableErrorCodes.OptionInvalid, "The file store has no directory.", "Name one: UseFileStore(\"data\").");
        }

        CheckRange(nameof(SegmentBytes), SegmentBytes, MinSegmentBytes, MaxSegmentBytes);
        CheckRange(nameof(CompactBelow), CompactBelow, 0, MaxCompactBelow);
        CheckRange(nameof(CompactionBytesPerSecond), CompactionBytesPerSecond, MinCompactionBytesPerSecond, int.MaxValue);
    }

    private static void CheckRange<T>(string name, T value, T least, T most)
        where T : INumber<T>
    {
        // Written so that no number at all is refused, too.
        if (!(value >= least && value <= most))
        {
            throw new DurableException(
                DurableErrorCodes.OptionInvalid,
                string.Create(CultureInfo.InvariantCulture, $"{nameof(FileStoreOptions)}.{name} is {value}."),
                string.Create(CultureInfo.InvariantCulture, $"Choose a value from {least} to {most}."));
        }
    }
}
