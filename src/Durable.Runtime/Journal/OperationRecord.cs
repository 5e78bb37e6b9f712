namespace Durable.Journal;

/// <summary>A record of one operation of the body.</summary>
internal abstract class OperationRecord(string id) : JournalRecord
{
    public override string OperationId { get; } = id;

    /// <summary>Whether it may come when the operation is already over, having lost against a signal or a withdrawal, and then means nothing.</summary>
    public virtual bool MayComeLate => false;

    /// <summary>Whether the operation failed for good, or was cancelled.</summary>
    public virtual bool IsFailure => false;

    public override void DeliverTo(IRecordTarget target) => target.OperationRecorded(this);
}
