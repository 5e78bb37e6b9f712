namespace Durable.Storage.Files;

// What the line that was parsed last says.
internal sealed partial class LineParser
{
    public LineKind Kind { get; private set; }

    public ReadOnlySpan<char> Run => _run.AsSpan(0, _runLength);

    public string RunId => new(_run, 0, _runLength);

    public int Format { get; private set; }

    public int Number { get; private set; }

    public long PreviousLength { get; private set; }

    /// <summary>How many bytes the line stands for, where that is said: in the first line of a rewritten segment and in a gap.</summary>
    public int Bytes { get; private set; }

    /// <summary>The number of the segment before this one, where that is not the number before.</summary>
    public int? After { get; private set; }

    /// <summary>Of runs that were deleted before this place of the journal the segment holds nothing any more.</summary>
    public LineLocation Cleaned { get; private set; }

    /// <summary>Lines that had ended a deleted run before it was reopened.</summary>
    public List<LineLocation> Ends { get; } = [];

    /// <summary>Bytes of a deleted run's lines by segment, from the one it began in.</summary>
    public List<SegmentShare> Freed { get; } = [];

    public long Session { get; private set; }

    public long At { get; private set; }

    public string Workflow { get; private set; } = "";

    public int Version { get; private set; }

    public string Queue { get; private set; } = "";

    public int Priority { get; private set; }

    public long Created { get; private set; }

    public long WakeAt { get; private set; }

    /// <summary>The tags, read only when asked for by <see cref="ReadTags"/>.</summary>
    public Dictionary<string, string>? Tags { get; private set; }

    public bool ReadTags { get; init; }

    /// <summary>Records in the journal before this commit.</summary>
    public int Length { get; private set; }

    /// <summary>Runs that a commit created, its own run's next generation among them.</summary>
    public IReadOnlyList<NewRun> NewRuns { get; private set; } = [];

    /// <summary>Messages that a commit sent, or that a created run has from the beginning.</summary>
    public IReadOnlyList<RunMessage> Messages { get; private set; } = [];

    /// <summary>Idempotency keys of the messages that a run had taken when it ended.</summary>
    public List<string> Seen { get; } = [];

    public int Generation { get; private set; }

    public LineLocation Previous { get; private set; }

    public LineLocation First { get; private set; }

    public RunStatus Status { get; private set; }

    public string? Reason { get; private set; }

    public long Taken { get; private set; }

    /// <summary>The last message that a run had seen when it got stuck; null where the line does not say so, as those of former versions: all of them.</summary>
    public long? InboxSeen { get; private set; }

    /// <summary>Where in the line the row's summary stands; null where the line says nothing about it, empty where there is none from then on.</summary>
    public Range? Summary { get; private set; }

    public string MessageKind { get; private set; } = "";

    public string? MessageName { get; private set; }

    public long SentAt { get; private set; }

    public string? Key { get; private set; }

    public byte[] Payload { get; private set; } = [];

    public int RecordCount => _sizes.Count;
}
