namespace Durable.Storage.Files;

/// <summary>Who is told by the writer what has become durable.</summary>
internal interface IJournalSink
{
    /// <summary>These lines are durable, in this order.</summary>
    void Apply(List<JournalWrite> batch);

    /// <summary>A segment is complete; nothing will be added to it.</summary>
    void SegmentClosed(int number, long length);

    /// <summary>A write failed, and nothing will be written any more.</summary>
    void Failed(StoreFailedException failure);
}
