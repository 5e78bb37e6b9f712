using Durable.Journal;

namespace Durable.Steps;

/// <summary>What one entry of a step leaves to the next, all of it recorded: its snapshot, what it was resumed with, its heartbeat.</summary>
internal sealed class StepHandover
{
    /// <summary>What the step kept when it suspended last.</summary>
    public ReadOnlyMemory<byte>? Snapshot { get; private set; }

    /// <summary>What the step was resumed with since.</summary>
    public ReadOnlyMemory<byte>? Resume { get; private set; }

    /// <summary>Whoever the step waited for said that it failed, and no attempt has failed of it yet.</summary>
    public ErrorInfo? Failure { get; private set; }

    /// <summary>How far an attempt said that it is.</summary>
    public ReadOnlyMemory<byte>? Heartbeat { get; private set; }

    /// <summary>How often the step was resumed, one way or the other.</summary>
    public int Resumes { get; private set; }

    /// <summary>The step suspended, not knowing of resumes after the first <see cref="SuspendRecord.Resumes"/>.</summary>
    public void Suspended(SuspendRecord record)
    {
        Snapshot = record.Snapshot.IsEmpty ? default(ReadOnlyMemory<byte>?) : record.Snapshot;
        if (record.Resumes == Resumes)
        {
            Resume = null;
            Failure = null;
        }
    }

    public void Resumed(ResumeRecord record)
    {
        Resumes++;
        Failure = record.Error;
        Resume = record.Error is null ? record.Payload : default(ReadOnlyMemory<byte>?);
    }

    public void Beaten(HeartbeatRecord record) => Heartbeat = record.Details;

    /// <summary>The attempt that the failure was about is over.</summary>
    public void AttemptFailed() => Failure = null;
}
