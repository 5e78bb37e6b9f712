namespace Durable.Journal;

/// <summary>A record of one operation of the body.</summary>
internal abstract class OperationRecord(string id) : JournalRecord
{
    public override string OperationId { get; } = id;

    public override void DeliverTo(IRecordTarget target) => target.OperationRecorded(this);
}
