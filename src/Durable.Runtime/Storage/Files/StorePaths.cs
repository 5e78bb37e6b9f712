using System.Globalization;

namespace Durable.Storage.Files;

/// <summary>Where a store's files lie. Names come from numbers only, never from ids.</summary>
internal sealed class StorePaths(string directory)
{
    private const string SegmentExtension = ".jsonl";
    private const string IndexExtension = ".idx";
    private const int Digits = 10;

    /// <summary>Added to the name of a file that is not complete yet; whatever ends so is a left-over of a crash.</summary>
    public const string Unfinished = ".tmp";

    public string Root { get; } = Path.GetFullPath(directory);

    public string Journal => Path.Combine(Root, "journal");

    public string Index => Path.Combine(Root, "index");

    public string Artifacts => Path.Combine(Root, "artifacts");

    public string SegmentFile(int number) => Path.Combine(Journal, Name(number) + SegmentExtension);

    public string IndexFile(int number) => Path.Combine(Index, Name(number) + IndexExtension);

    /// <summary>The number of a segment's file, or null when the name is none of a segment.</summary>
    public static int? SegmentNumber(string name) =>
        name.EndsWith(SegmentExtension, StringComparison.Ordinal)
        && name.Length == Digits + SegmentExtension.Length
        && int.TryParse(name.AsSpan(0, Digits), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number > 0
            ? number
            : null;

    private static string Name(int number) => number.ToString("D10", CultureInfo.InvariantCulture);
}
