using Durable.Journal;
using Durable.Principals;
using Durable.Storage;

namespace Durable.Steps;

/// <summary>What a run, and the run that carries out one of its steps elsewhere, tell each other.</summary>
internal static class TaskMessages
{
    /// <summary>The step's outcome, sent by the commit that ends the task.</summary>
    /// <param name="taskRunId">The task.</param>
    /// <param name="parent">Whose step it is.</param>
    /// <param name="outcome">The step's recorded outcome; null where the task ended without one.</param>
    /// <param name="end">How the task ended.</param>
    /// <param name="spent">What all its attempts spent.</param>
    /// <param name="now">UTC, in milliseconds since 1970.</param>
    public static RunMessage Ended(string taskRunId, ParentLink parent, OperationRecord? outcome, EndRecord end, decimal spent, long now)
    {
        var writer = RecordWriter.Begin();
        writer.WriteStartObject();
        writer.WriteString(FieldNames.Run, taskRunId);
        writer.WriteNumber(FieldNames.Generation, parent.Generation);
        switch (outcome)
        {
            case StepRecord completed:
                writer.WritePayload(FieldNames.Output, completed.Output);
                writer.WriteNumber(FieldNames.Attempt, completed.Attempt);
                writer.WriteNumber(FieldNames.Started, completed.Started);
                writer.WriteText(FieldNames.Worker, completed.Worker);
                break;
            case StepErrorRecord failed:
                writer.WriteNumber(FieldNames.Attempt, failed.Attempt);
                writer.WriteError(FieldNames.Error, failed.Error);
                writer.WriteText(FieldNames.Worker, failed.Worker);
                break;
            default:
                writer.WriteNumber(FieldNames.Attempt, 0);
                writer.WriteError(FieldNames.Error, end.Error ?? new ErrorInfo(DurableErrorCodes.RunFailed, ""));
                break;
        }

        writer.WriteAmount(FieldNames.Spend, spent);
        writer.WriteEndObject();
        return new RunMessage(
            parent.RunId,
            new InboxEntry(InboxKinds.TaskEnd, parent.OperationId, RecordWriter.End(), DateTimeOffset.FromUnixTimeMilliseconds(now), "taskEnd/" + taskRunId));
    }

    /// <summary>The outcome that a task told, as its run records it, and the task; null when it is one of another generation's.</summary>
    public static (string TaskRunId, OperationRecord Outcome)? ReadEnd(InboxEntry message, int generation)
    {
        var fields = RecordFields.Read(message.Payload);
        if (fields.Generation != generation)
        {
            return null;
        }

        var id = message.Name ?? "";
        return (fields.Required(fields.Run, "run"), fields.Error is { } error
            ? new StepErrorRecord(id) { Attempt = fields.Attempt, Error = error, Worker = fields.Worker, Spend = fields.Spend }
            : new StepRecord(id) { Output = fields.Output, Attempt = fields.Attempt, Started = fields.Started, Worker = fields.Worker, Spend = fields.Spend });
    }
}
