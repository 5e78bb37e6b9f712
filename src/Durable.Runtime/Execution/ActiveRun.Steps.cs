using System.Globalization;
using Durable.Children;
using Durable.Generated;
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

    /// <summary>Describes the task that carries out one of this run's steps on another worker.</summary>
    public NewRun StepTask(StepDefinition step, string operationId, ReadOnlyMemory<byte> input)
    {
        var start = new StartRecord
        {
            Workflow = StepTaskDefinition.NameOf(_definition, step),
            Version = _definition.Version,
            Fingerprint = _definition.Fingerprint,
            Trigger = "step",
            Tenant = Tenant,
            Principal = PrincipalOfChild(),
            Parent = new ParentLink(RunId, StartRecord.Generation, operationId),
            Key = IdempotencyKey(operationId),
            Queue = step.Queue!,
            Priority = _claim.Run.Priority,
            Input = input,
        };
        var now = Time();
        start.Stamp(position: 1, now);
        return new NewRun
        {
            // After a retry the same call is handed over anew, and the journal is longer.
            RunId = RunKey.TaskPrefix + ChildIds.Of(string.Create(CultureInfo.InvariantCulture, $"{RunId}/{StartRecord.Generation}/{operationId}@{_length}")),
            Workflow = start.Workflow,
            Version = start.Version,
            Queue = step.Queue!,
            Priority = _claim.Run.Priority,
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(now),
            Start = RecordWriter.Write(start),
        };
    }

    /// <summary>Tells an operation when all that this run has recorded and sent so far is durable.</summary>
    public void WaitForCommit(Operation operation) => _timers.Add(operation, Time());

    /// <summary>Reads the row of a task, and tells <paramref name="lookup"/> on this run's thread.</summary>
    public void LookUpTask(string taskRunId, IRunLookup lookup) =>
        AskStore(() => FindAsync([taskRunId], isOwn: true), rows => lookup.Found(rows[0]));

    private void TakeTaskEnd(InboxEntry message)
    {
        if (TaskMessages.ReadEnd(message, StartRecord.Generation) is var (taskRunId, outcome) && IsAwaited(taskRunId, outcome.OperationId))
        {
            Append(outcome);
        }
    }

    private bool IsAwaited(string taskRunId, string operationId)
    {
        if (_activation is not null)
        {
            return _operations.TryGetValue(operationId, out var operation) && operation is IRemoteStep step && step.Awaits(taskRunId);
        }

        // The code is not here; what the journal says is all there is.
        return !_claim.Journal.Any(entry => RecordFields.Read(entry.Utf8) is { Kind: "step" or "stepError" } fields && fields.Id == operationId);
    }

    /// <summary>What the run waits for beyond itself, as a sentence, or null.</summary>
    private string? WaitsFor()
    {
        foreach (var operation in _operations.Values)
        {
            if (operation is IRemoteStep { WaitsFor: { } wait })
            {
                return wait;
            }
        }

        return null;
    }

    private void TakeResume(InboxEntry message)
    {
        if (ResumeMessage.Read(message, RunId) is var resume && resume.Generation == StartRecord.Generation)
        {
            Append(resume.ToRecord(message.Name ?? ""));
        }
    }
}
