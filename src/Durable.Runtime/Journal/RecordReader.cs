using System.Text.Json;
using Durable.Asks;
using Durable.Metadata;
using Durable.Storage;

namespace Durable.Journal;

/// <summary>Bytes to records. Unknown fields are ignored, unknown kinds refused: a newer library may have meant something by them.</summary>
internal static class RecordReader
{
    /// <exception cref="JournalFormatException">The bytes are no record, or of a kind this version does not know.</exception>
    public static JournalRecord Read(JournalEntry entry)
    {
        try
        {
            var fields = RecordFields.Read(entry.Utf8);
            var record = Create(in fields);
            record.Stamp(fields.Position, fields.Timestamp);
            return record;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw new JournalFormatException($"record {entry.Position} is not readable ({exception.Message})", exception);
        }
    }

    private static JournalRecord Create(in RecordFields fields) => fields.Kind switch
    {
        "start" => new StartRecord
        {
            Workflow = fields.Required(fields.Workflow, "workflow"),
            Version = fields.Version,
            Fingerprint = fields.Fingerprint ?? "",
            Generation = fields.Generation,
            Trigger = fields.Trigger ?? "api",
            Queue = fields.Queue ?? QueueName.Default,
            Priority = fields.Priority,
            Tenant = fields.Tenant,
            Tags = fields.Tags,
            Principal = fields.Principal,
            Spent = fields.Spent,
            Parent = fields.Parent,
            Schedule = fields.Schedule,
            Key = fields.Key,
            Root = fields.Root,
            Trace = fields.Trace,
            StartAt = fields.StartAt,
            Metadata = fields.Metadata,
            Signals = fields.Signals ?? [],
            Seed = fields.Seed,
            Deadline = fields.Deadline == 0 ? null : fields.Deadline,
            Input = fields.Input,
        },
        "step" => new StepRecord(fields.RequiredId())
        {
            Input = fields.Input,
            Output = fields.Output,
            Attempt = fields.Attempt,
            Started = fields.Started,
            Worker = fields.Worker,
            Spend = fields.Spend,
        },
        "attempt" => new AttemptRecord(fields.RequiredId())
        {
            Attempt = fields.Attempt,
            Error = fields.RequiredError(),
            FirstStarted = fields.Started,
            NextAt = fields.NextAt,
            Spend = fields.Spend,
        },
        "limited" => new LimitRecord(fields.RequiredId(), fields.Required(fields.Name, "name")) { Until = fields.Until },
        "stepError" => new StepErrorRecord(fields.RequiredId())
        {
            Input = fields.Input,
            Attempt = fields.Attempt,
            Error = fields.RequiredError(),
            Worker = fields.Worker,
            Spend = fields.Spend,
        },
        "suspend" => new SuspendRecord(fields.RequiredId())
        {
            Step = fields.Required(fields.Name, "name"),
            Attempt = fields.Attempt,
            Resumes = fields.Resumes,
            Spend = fields.Spend,
            Snapshot = fields.Data,
        },
        "resume" => new ResumeRecord(fields.RequiredId()) { Key = fields.Key, Payload = fields.Data, Error = fields.Error },
        "heartbeat" => new HeartbeatRecord(fields.RequiredId()) { Attempt = fields.Attempt, Details = fields.Data },
        "token" => new TokenRecord(fields.RequiredId()) { Step = fields.Required(fields.Name, "name"), Hash = fields.Required(fields.Hash, "hash") },
        "task" => new TaskRecord(fields.RequiredId())
        {
            RunId = fields.Required(fields.Run, "run"),
            Queue = fields.Required(fields.Name, "name"),
            Input = fields.Input,
            Error = fields.Error,
        },
        "undo" => new UndoRecord(fields.RequiredId())
        {
            Attempt = fields.Attempt,
            Error = fields.Error,
            Duration = fields.Duration,
            Spend = fields.Spend,
        },
        "sleep" => new SleepRecord(fields.RequiredId(), fields.Until),
        "wake" => new WakeRecord(fields.RequiredId()),
        "timeout" => new TimeoutRecord(fields.RequiredId()),
        "signal" => new SignalRecord(fields.Required(fields.Name, "name")) { Payload = fields.Data },
        "ask" => new AskRecord(fields.RequiredId(), fields.Required(fields.Name, "name")) { Prompt = fields.Data, Until = fields.Until },
        "answer" => new AnswerRecord(fields.RequiredId()) { Payload = fields.Data, Key = fields.Key },
        "update" => new UpdateRecord(fields.RequiredId(), fields.Required(fields.Name, "name")) { Input = fields.Input },
        "updateEnd" => new UpdateEndRecord(fields.RequiredId(), fields.Required(fields.Name, "name")) { Output = fields.Output, Error = fields.Error },
        "cancel" => new CancelRecord { Reason = fields.Reason },
        "pause" => new PauseRecord { Reason = fields.Reason },
        "unpause" => new UnpauseRecord(),
        "retry" => new RetryRecord
        {
            Mode = RetryModeNames.Parse(fields.Required(fields.Mode, "mode")),
            From = fields.From,
            Operations = fields.Operations ?? [],
            Key = fields.Key,
        },
        "fork" => new ForkRecord(fields.RequiredId())
        {
            RunId = fields.Required(fields.Run, "run"),
            Generation = fields.Generation,
            Seed = fields.Required(fields.Seed, "seed"),
        },
        "deadline" => new CancelRecord { Reason = fields.Reason, IsDeadline = true },
        "checkpoint" => new CheckpointRecord(fields.RequiredId()) { Payload = fields.Data },
        "emit" => new EmitRecord(fields.RequiredId(), fields.Required(fields.Name, "name")) { Payload = fields.Data },
        "chunk" => new ChunkRecord(fields.RequiredId()) { Payload = fields.Data },
        "streamEnd" => new StreamEndRecord(fields.RequiredId()) { Error = fields.Error },
        "meta" when fields.Id is null => new MetadataReceivedRecord(MetadataChange.Read(in fields)),
        "meta" => new MetadataRecord(fields.RequiredId(), MetadataChange.Read(in fields)) { RunId = fields.Run },
        "askToken" => new AskTokenRecord(fields.RequiredId(), AskToken.ReadHash(fields.Data)),
        "patch" => new PatchRecord(fields.Required(fields.Name, "name")),
        "sent" => new SentRecord(fields.RequiredId())
        {
            RunId = fields.Required(fields.Run, "run"),
            MessageKind = fields.Required(fields.MessageKind, "kind"),
            MessageName = fields.Name,
            Payload = fields.Data,
            Error = fields.Error,
        },
        "child" => new ChildRecord(fields.RequiredId())
        {
            RunId = fields.Required(fields.Run, "run"),
            Workflow = fields.Required(fields.Workflow, "workflow"),
            Version = fields.Version,
            Policy = ParentClosePolicyNames.Parse(fields.Required(fields.Policy, "policy")),
            IsUndoneWithParent = fields.WithParent,
            Input = fields.Input,
            Error = fields.Error,
        },
        "childEnd" => new ChildEndRecord(fields.RequiredId())
        {
            RunId = fields.Required(fields.Run, "run"),
            Status = RunStatusNames.Parse(fields.Required(fields.Status, "status")),
            EndedAt = fields.Ended,
            Result = fields.Result,
            Error = fields.Error,
            Spend = fields.Spend,
        },
        "continue" => new ContinueRecord { Input = fields.Input },
        "compensate" => new CompensateRecord { Reason = fields.Reason ?? "" },
        "return" => new ReturnRecord { Result = fields.Result },
        "error" => new ErrorRecord { Error = fields.RequiredError() },
        "end" => new EndRecord
        {
            Status = RunStatusNames.Parse(fields.Required(fields.Status, "status")),
            Result = fields.Result,
            Error = fields.Error,
            Compensations = fields.Undone ?? [],
            Failed = fields.Failed ?? [],
        },
        _ => throw new JournalFormatException(
            $"record {fields.Position} is of kind '{fields.Kind}', which this version of the library does not know; it was written by a newer one") { IsNewer = true },
    };
}
