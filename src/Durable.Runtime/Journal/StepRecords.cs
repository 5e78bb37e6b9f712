using System.Text.Json;
using Durable.Principals;

namespace Durable.Journal;

/// <summary>A step completed.</summary>
internal sealed class StepRecord(string id) : OperationRecord(id)
{
    public static readonly JsonEncodedText Name = JsonEncodedText.Encode("step");

    public override JsonEncodedText Kind => Name;

    public override bool EndsOperation => true;

    public ReadOnlyMemory<byte> Input { get; init; }

    public ReadOnlyMemory<byte> Output { get; init; }

    /// <summary>The attempt that completed, from 1.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>When that attempt started: UTC, in milliseconds since 1970.</summary>
    public long Started { get; init; }

    public string? Worker { get; init; }

    public override void WriteFields(Utf8JsonWriter writer)
    {
        writer.WritePayload(FieldNames.Input, Input);
        writer.WritePayload(FieldNames.Output, Output);
        writer.WriteCount(FieldNames.Attempt, Attempt, unless: 1);
        writer.WriteNumber(FieldNames.Started, Started);
        writer.WriteText(FieldNames.Worker, Worker);
        writer.WriteAmount(FieldNames.Spend, Spend);
    }
}

/// <summary>An attempt of a step or compensator failed, and another one follows.</summary>
internal sealed class AttemptRecord(string id) : OperationRecord(id)
{
    public static readonly JsonEncodedText Name = JsonEncodedText.Encode("attempt");

    public override JsonEncodedText Kind => Name;

    public override bool ChangesView => true;

    public override bool ResumesBody => false;

    /// <summary>The attempt that failed, from 1.</summary>
    public required int Attempt { get; init; }

    public required ErrorInfo Error { get; init; }

    /// <summary>When the first attempt started: UTC, in milliseconds since 1970.</summary>
    public required long FirstStarted { get; init; }

    /// <summary>When the next attempt is due: UTC, in milliseconds since 1970.</summary>
    public required long NextAt { get; init; }

    public override void WriteFields(Utf8JsonWriter writer)
    {
        writer.WriteNumber(FieldNames.Attempt, Attempt);
        writer.WriteError(FieldNames.Error, Error);
        writer.WriteNumber(FieldNames.Started, FirstStarted);
        writer.WriteNumber(FieldNames.NextAt, NextAt);
        writer.WriteAmount(FieldNames.Spend, Spend);
    }
}

/// <summary>A step failed for good: attempts used up, not to be retried, or cancelled.</summary>
internal sealed class StepErrorRecord(string id) : OperationRecord(id)
{
    public static readonly JsonEncodedText Name = JsonEncodedText.Encode("stepError");

    public override JsonEncodedText Kind => Name;

    public override bool IsFailure => true;

    public override bool EndsOperation => true;

    public ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>The attempts that were made; 0 when it was cancelled before the first.</summary>
    public required int Attempt { get; init; }

    public required ErrorInfo Error { get; init; }

    public string? Worker { get; init; }

    public override void WriteFields(Utf8JsonWriter writer)
    {
        writer.WritePayload(FieldNames.Input, Input);
        writer.WriteNumber(FieldNames.Attempt, Attempt);
        writer.WriteError(FieldNames.Error, Error);
        writer.WriteText(FieldNames.Worker, Worker);
        writer.WriteAmount(FieldNames.Spend, Spend);
    }
}

/// <summary>A compensator finished, one way or the other.</summary>
internal sealed class UndoRecord(string id) : JournalRecord
{
    public static readonly JsonEncodedText Name = JsonEncodedText.Encode("undo");

    public override JsonEncodedText Kind => Name;

    /// <summary>The operation that was undone.</summary>
    public override string OperationId { get; } = id;

    public override bool ResumesBody => false;

    public required int Attempt { get; init; }

    /// <summary>Null when the compensator succeeded.</summary>
    public ErrorInfo? Error { get; init; }

    /// <summary>How long the last attempt took, in milliseconds.</summary>
    public long Duration { get; init; }

    public override void DeliverTo(IRecordTarget target) => target.Undone(this);

    public override void WriteFields(Utf8JsonWriter writer)
    {
        writer.WriteBoolean(FieldNames.Ok, Error is null);
        writer.WriteCount(FieldNames.Attempt, Attempt, unless: 1);
        writer.WriteNumber(FieldNames.Duration, Duration);
        writer.WriteAmount(FieldNames.Spend, Spend);
        writer.WriteError(FieldNames.Error, Error);
    }
}
