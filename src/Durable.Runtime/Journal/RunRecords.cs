using System.Text.Json;
using Durable.Principals;

namespace Durable.Journal;

/// <summary>A run started.</summary>
internal sealed class StartRecord : JournalRecord
{
    public static readonly JsonEncodedText Name = JsonEncodedText.Encode("start");

    public override JsonEncodedText Kind => Name;

    public required string Workflow { get; init; }

    public required int Version { get; init; }

    public required string Fingerprint { get; init; }

    /// <summary>From 1; rises with each continue-as-new.</summary>
    public int Generation { get; init; } = 1;

    public ReadOnlyMemory<byte> Input { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>On whose behalf the run works, or null.</summary>
    public Principal? Principal { get; init; }

    /// <summary>What earlier generations spent.</summary>
    public decimal Spent { get; init; }

    /// <summary>Whose child the run is, or null.</summary>
    public ParentLink? Parent { get; init; }

    /// <summary>Which schedule started the run, or null.</summary>
    public ScheduleLink? Schedule { get; init; }

    /// <summary>For a run that carries out a step of its parent: the idempotency key of that call; otherwise null.</summary>
    public string? Key { get; init; }

    /// <summary>The first of the run's ancestors, where that is not its parent.</summary>
    public string? Root { get; init; }

    /// <summary>The span that started the run, as a W3C <c>traceparent</c>, so that the run's own spans are of its trace; null for none.</summary>
    public string? Trace { get; init; }

    /// <summary>When the run was to begin, where that is not at once: UTC, in milliseconds since 1970; otherwise 0.</summary>
    public long StartAt { get; init; }

    /// <summary>What the generation before showed; a JSON object, or empty.</summary>
    public ReadOnlyMemory<byte> Metadata { get; init; }

    /// <summary>What the generation before took from the inbox and did not use, in order.</summary>
    public IReadOnlyList<CarriedSignal> Signals { get; init; } = [];

    /// <summary>What chance is drawn from; null for the run's own. Set where the first records were copied from another run.</summary>
    public string? Seed { get; init; }

    /// <summary>When the run times out: UTC, in milliseconds since 1970; null for never.</summary>
    public long? Deadline { get; init; }

    /// <summary>The queue the run waits in; written where it is not the default one.</summary>
    public string Queue { get; init; } = QueueName.Default;

    /// <summary>Runs of a higher priority are claimed first.</summary>
    public int Priority { get; init; }

    /// <summary>What started the run: <c>api</c>, <c>schedule</c>, <c>parent</c>, <c>event</c>.</summary>
    public string Trigger { get; init; } = "api";

    /// <summary>Whose run it is, for those who read the journal elsewhere; the store knows it by the run's key.</summary>
    public string? Tenant { get; init; }

    public override void DeliverTo(IRecordTarget target) => target.Started(this);

    public override void WriteFields(Utf8JsonWriter writer)
    {
        writer.WriteString(FieldNames.Workflow, Workflow);
        writer.WriteNumber(FieldNames.Version, Version);
        writer.WriteString(FieldNames.Fingerprint, Fingerprint);
        writer.WriteCount(FieldNames.Generation, Generation, unless: 1);
        writer.WriteString(FieldNames.Trigger, Trigger);
        writer.WriteText(FieldNames.Tenant, Tenant);
        writer.WriteTags(FieldNames.Tags, Tags);
        writer.WriteText(FieldNames.Queue, Queue == QueueName.Default ? null : Queue);
        writer.WriteCount(FieldNames.Priority, Priority, unless: 0);
        writer.WritePrincipal(FieldNames.Principal, Principal);
        writer.WriteAmount(FieldNames.Spent, Spent);
        writer.WriteParent(FieldNames.Parent, Parent);
        writer.WriteSchedule(FieldNames.Schedule, Schedule);
        writer.WriteText(FieldNames.Key, Key);
        writer.WriteText(FieldNames.Root, Root);
        writer.WriteText(FieldNames.Trace, Trace);
        if (StartAt != 0)
        {
            writer.WriteNumber(FieldNames.StartAt, StartAt);
        }

        writer.WritePayload(FieldNames.Metadata, Metadata);
        writer.WriteSignals(FieldNames.Signals, Signals);
        writer.WriteText(FieldNames.Seed, Seed);
        if (Deadline is { } deadline)
        {
            writer.WriteNumber(FieldNames.Deadline, deadline);
        }

        writer.WritePayload(FieldNames.Input, Input);
    }
}

/// <summary>A signal was taken from the inbox, whether or not the body waits for it yet.</summary>
internal sealed class SignalRecord(string name) : JournalRecord
{
    public static readonly JsonEncodedText Name = JsonEncodedText.Encode("signal");

    public override JsonEncodedText Kind => Name;

    public string SignalName { get; } = name;

    public ReadOnlyMemory<byte> Payload { get; init; }

    public override void DeliverTo(IRecordTarget target) => target.SignalReceived(this);

    public override void WriteFields(Utf8JsonWriter writer)
    {
        writer.WriteString(FieldNames.Name, SignalName);
        writer.WritePayload(FieldNames.Data, Payload);
    }
}

/// <summary>The run is to stop and undo what it did: somebody asked for it, or its time is over.</summary>
internal sealed class CancelRecord : JournalRecord
{
    public static readonly JsonEncodedText Name = JsonEncodedText.Encode("cancel");
    public static readonly JsonEncodedText DeadlineName = JsonEncodedText.Encode("deadline");

    public override JsonEncodedText Kind => IsDeadline ? DeadlineName : Name;

    /// <summary>Nobody asked: the run took longer than its time-out allows.</summary>
    public bool IsDeadline { get; init; }

    public string? Reason { get; init; }

    public override void DeliverTo(IRecordTarget target) => target.CancelRequested(this);

    public override void WriteFields(Utf8JsonWriter writer) => writer.WriteText(FieldNames.Reason, Reason);
}

/// <summary>
/// The body is over, and more is to come before the run's end: steps still running, steps to undo.
/// A run with neither goes straight to its <see cref="EndRecord"/>.
/// </summary>
internal abstract class BodyEndRecord : JournalRecord
{
    public override bool ResumesBody => false;

    public override void DeliverTo(IRecordTarget target) => target.BodyEnded(this);
}

/// <summary>The body returned.</summary>
internal sealed class ReturnRecord : BodyEndRecord
{
    public static readonly JsonEncodedText Name = JsonEncodedText.Encode("return");

    public override JsonEncodedText Kind => Name;

    public ReadOnlyMemory<byte> Result { get; init; }

    public override void WriteFields(Utf8JsonWriter writer) => writer.WritePayload(FieldNames.Result, Result);
}

/// <summary>The body threw.</summary>
internal sealed class ErrorRecord : BodyEndRecord
{
    public static readonly JsonEncodedText Name = JsonEncodedText.Encode("error");

    public override JsonEncodedText Kind => Name;

    public required ErrorInfo Error { get; init; }

    public override void WriteFields(Utf8JsonWriter writer) => writer.WriteError(FieldNames.Error, Error);
}

/// <summary>The body asked for everything to be undone.</summary>
internal sealed class CompensateRecord : BodyEndRecord
{
    public static readonly JsonEncodedText Name = JsonEncodedText.Encode("compensate");

    public override JsonEncodedText Kind => Name;

    public required string Reason { get; init; }

    public override void WriteFields(Utf8JsonWriter writer) => writer.WriteString(FieldNames.Reason, Reason);
}

/// <summary>The run ended. Everything a caller wants to know of the end is in this one record.</summary>
internal sealed class EndRecord : JournalRecord
{
    public static readonly JsonEncodedText Name = JsonEncodedText.Encode("end");

    public override JsonEncodedText Kind => Name;

    public override bool ResumesBody => false;

    public override bool EndsJournal => true;

    public required RunStatus Status { get; init; }

    public ReadOnlyMemory<byte> Result { get; init; }

    public ErrorInfo? Error { get; init; }

    public IReadOnlyList<CompensationReport> Compensations { get; init; } = [];

    /// <summary>The operations whose failures the body did not handle; what a retry does again.</summary>
    public IReadOnlyList<string> Failed { get; init; } = [];

    public override void DeliverTo(IRecordTarget target) => target.Ended(this);

    public override void WriteFields(Utf8JsonWriter writer)
    {
        writer.WriteString(FieldNames.Status, RunStatusNames.Of(Status));
        writer.WritePayload(FieldNames.Result, Result);
        writer.WriteError(FieldNames.Error, Error);
        writer.WriteReports(FieldNames.Undone, Compensations);
        writer.WriteTexts(FieldNames.Failed, Failed);
    }
}
