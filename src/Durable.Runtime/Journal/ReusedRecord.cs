using System.Text.Json;

namespace Durable.Journal;

/// <summary>An outcome from before a retry, which counts when, and if, the body asks for its operation again. Made by replay, never stored.</summary>
internal sealed class ReusedRecord : JournalRecord
{
    public ReusedRecord(JournalRecord inner)
    {
        Inner = inner;
        Spend = inner.Spend;
        Stamp(inner.Position, inner.Timestamp);
    }

    /// <summary>A record of an operation, or what resumed it.</summary>
    public JournalRecord Inner { get; }

    public override JsonEncodedText Kind => Inner.Kind;

    public override string? OperationId => Inner.OperationId;

    public override void DeliverTo(IRecordTarget target) => target.Reused(Inner);

    public override void WriteFields(Utf8JsonWriter writer) => throw new NotSupportedException("It is stored already.");
}
