namespace Durable.Storage.Files;

/// <summary>What a store remembers of a segment to know when rewriting it is worth while.</summary>
internal sealed class SegmentSpace(int number, int after, long previousLength)
{
    // Less than this part of a file is not worth reading it for.
    private const int LeastPart = 8;

    private long _freedSeen;
    private long _deletionsSeen;

    public int Number { get; } = number;

    /// <summary>The number of the segment before it; those between had become empty and are gone.</summary>
    public int After { get; set; } = after;

    /// <summary>The length of that one when the next one was begun.</summary>
    public long PreviousLength { get; set; } = previousLength;

    /// <summary>Of the file, once nothing is added to it any more and its index is made; 0 before.</summary>
    public long FileLength { get; set; }

    /// <summary>Of runs that were deleted before this place of the journal the segment holds nothing any more.</summary>
    public LineLocation Cleaned { get; set; }

    /// <summary>Bytes of runs that were deleted since.</summary>
    public long Freed { get; set; }

    /// <summary>Bytes of the lines that delete runs: they are needed until nothing is left of those.</summary>
    public long Deletions { get; set; }

    /// <summary>Nothing but the first line and a gap is left.</summary>
    public bool IsEmpty { get; set; }

    /// <summary>Whether enough may have become useless since the segment was looked at.</summary>
    public bool IsWorthALook => FileLength > 0 && Freed + Deletions - _freedSeen - _deletionsSeen > FileLength / LeastPart;

    /// <summary>The last pass over the segments in which something went wrong with this one; 0 for none. A later pass tries it again, after those that are worth a look.</summary>
    public int FailedInPass { get; private set; }

    /// <summary>The segment was looked at, or is about to be.</summary>
    public void See() => (_freedSeen, _deletionsSeen, FailedInPass) = (Freed, Deletions, 0);

    /// <summary>It was left as it is, although it was seen.</summary>
    public void Leave(int pass) => FailedInPass = pass;

    /// <summary>The segment was rewritten.</summary>
    /// <param name="cleaned">See <see cref="Cleaned"/>.</param>
    /// <param name="freed">What was gone by then.</param>
    /// <param name="deletions">Bytes of the dropped lines that had deleted runs.</param>
    public void Clean(LineLocation cleaned, long freed, long deletions)
    {
        Cleaned = cleaned;
        Freed -= freed;
        Deletions -= deletions;
        (_freedSeen, _deletionsSeen) = (0, Deletions);
    }

    /// <summary>A segment before this one was cleaned, so that lines which deleted runs may have become useless.</summary>
    public void ForgetDeletionsSeen() => _deletionsSeen = 0;
}
