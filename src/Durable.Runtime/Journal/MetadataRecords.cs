using System.Text.Json;
using Durable.Metadata;

namespace Durable.Journal;

/// <summary>The body changed what the run, or one of its ancestors, shows.</summary>
/// <param name="id">The operation.</param>
/// <param name="change">What was changed.</param>
internal sealed class MetadataRecord(string id, MetadataChange change) : OperationRecord(id)
{
    public static readonly JsonEncodedText Name = JsonEncodedText.Encode("meta");

    public override JsonEncodedText Kind => Name;

    public override bool ResumesBody => false;

    public override bool ChangesView => true;

    // The body does not wait for it, so it may have ended meanwhile.
    public override bool MayComeLate => true;

    public MetadataChange Change { get; } = change;

    /// <summary>The ancestor it went to with the same commit; null for the run itself.</summary>
    public string? RunId { get; init; }

    public override void WriteFields(Utf8JsonWriter writer)
    {
        writer.WriteText(FieldNames.Run, RunId);
        Change.Write(writer);
    }
}

/// <summary>A descendant's change was taken from the inbox.</summary>
/// <param name="change">What was changed.</param>
internal sealed class MetadataReceivedRecord(MetadataChange change) : JournalRecord
{
    public override JsonEncodedText Kind => MetadataRecord.Name;

    public override bool ChangesView => true;

    public MetadataChange Change { get; } = change;

    public override void DeliverTo(IRecordTarget target) => target.MetadataReceived(this);

    public override void WriteFields(Utf8JsonWriter writer) => Change.Write(writer);
}
