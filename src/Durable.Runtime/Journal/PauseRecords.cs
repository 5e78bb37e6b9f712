using System.Text.Json;

namespace Durable.Journal;

/// <summary>Somebody asked the run to start nothing new.</summary>
internal sealed class PauseRecord : JournalRecord
{
    public static readonly JsonEncodedText Name = JsonEncodedText.Encode("pause");

    public override JsonEncodedText Kind => Name;

    public override bool ResumesBody => false;

    public string? Reason { get; init; }

    public override void DeliverTo(IRecordTarget target) => target.Paused(this);

    public override void WriteFields(Utf8JsonWriter writer) => writer.WriteText(FieldNames.Reason, Reason);
}

/// <summary>The run goes on after a pause.</summary>
internal sealed class UnpauseRecord : JournalRecord
{
    public static readonly JsonEncodedText Name = JsonEncodedText.Encode("unpause");

    public override JsonEncodedText Kind => Name;

    public override bool ResumesBody => false;

    public override void DeliverTo(IRecordTarget target) => target.Unpaused();

    public override void WriteFields(Utf8JsonWriter writer)
    {
    }
}
