namespace Durable.Storage.Files;

// Lines that say something of the store itself: segments, gaps, sessions, and whether a suspect runs alone.
internal static partial class Lines
{
    public static LineBuffer Segment(int number, long previousLength)
    {
        var line = BeginSegment(number, previousLength);
        line.Seal();
        return line;
    }

    /// <summary>The first line of a segment that was rewritten.</summary>
    /// <param name="head">What the segment's first line said so far, and says now.</param>
    public static LineBuffer Segment(SegmentHead head)
    {
        var line = BeginSegment(head.Number, head.PreviousLength);
        if (head.After != head.Number - 1)
        {
            line.Raw(",\"after\":"u8);
            line.Number(head.After);
        }

        line.Raw(",\"bytes\":"u8);
        line.Number(head.Bytes);
        line.Raw(",\"cleaned\":"u8);
        line.Location(head.Cleaned);
        line.Seal();
        return line;
    }

    /// <param name="bytes">Of the lines that were here.</param>
    /// <param name="newRuns">Runs that the one line which was here created, and that are there still.</param>
    /// <param name="messages">Messages that it sent to runs which are there still.</param>
    public static LineBuffer Gap(int bytes, IReadOnlyList<NewRun> newRuns, IReadOnlyList<RunMessage> messages)
    {
        var line = new LineBuffer(FramePerLine);
        line.Raw(LineFormat.GapOpening);
        line.Number(bytes);
        Sends(ref line, newRuns, next: null, messages);
        line.Seal();
        return line;
    }

    public static LineBuffer Session(LineKind kind, long session, long at)
    {
        var line = new LineBuffer(FramePerLine);
        line.Raw(kind == LineKind.Open ? "{\"t\":\"open\",\"session\":"u8 : "{\"t\":\"close\",\"session\":"u8);
        line.Number(session);
        line.Raw(",\"at\":"u8);
        line.Number(at);
        line.Seal();
        return line;
    }

    public static LineBuffer Alone(string runId)
    {
        var line = new LineBuffer(FramePerLine);
        line.Raw("{\"t\":\"alone\",\"run\":"u8);
        line.Text(runId);
        line.Seal();
        return line;
    }

    public static LineBuffer Together()
    {
        var line = new LineBuffer(FramePerLine);
        line.Raw("{\"t\":\"together\""u8);
        line.Seal();
        return line;
    }

    private static LineBuffer BeginSegment(int number, long previousLength)
    {
        var line = new LineBuffer(FramePerLine);
        line.Raw("{\"t\":\"segment\",\"format\":"u8);
        line.Number(LineFormat.Version);
        line.Raw(",\"number\":"u8);
        line.Number(number);
        line.Raw(",\"previousLength\":"u8);
        line.Number(previousLength);
        return line;
    }
}
