using Durable.Journal;
using Durable.Steps;
using Durable.Storage;

namespace Durable.Execution;

/// <summary>What reaches steps from outside while they run or wait.</summary>
internal sealed partial class ActiveRun
{
    void IRecordTarget.StepResumed(ResumeRecord record)
    {
        if (_operations.TryGetValue(record.OperationId, out var operation) && operation is AttemptedOperation step)
        {
            step.Resume(record);
        }
        else
        {
            KeepResume(record);
        }
    }

    private void TakeResume(InboxEntry message)
    {
        if (ResumeMessage.Read(message, RunId) is var resume && resume.Generation == StartRecord.Generation)
        {
            Append(resume.ToRecord(message.Name ?? ""));
        }
    }
}
