using System.Text.Json;

namespace Durable.Journal;

/// <summary>The generation's last record: the run goes on with the next one.</summary>
internal sealed class ContinueRecord : BodyEndRecord
{
    public static readonly JsonEncodedText Name = JsonEncodedText.Encode("continue");

    public override JsonEncodedText Kind => Name;

    public override bool EndsJournal => true;

    /// <summary>What the next generation's body is given.</summary>
    public ReadOnlyMemory<byte> Input { get; init; }

    public override void DeliverTo(IRecordTarget target) => target.Continued(this);

    public override void WriteFields(Utf8JsonWriter writer) => writer.WritePayload(FieldNames.Input, Input);
}
