using System.Text.Json;
using Durable.Principals;

namespace Durable.Journal;

/// <summary>A step suspended: it waits for somebody to resume it.</summary>
internal sealed class SuspendRecord(string id) : OperationRecord(id)
{
    public static readonly JsonEncodedText Name = JsonEncodedText.Encode("suspend");

    public override JsonEncodedText Kind => Name;

    public override bool ResumesBody => false;

    /// <summary>The step's own id, which tells what it can be resumed with.</summary>
    public required string Step { get; init; }

    /// <summary>The attempt that suspended, from 1; it goes on under the same number.</summary>
    public required int Attempt { get; init; }

    /// <summary>How many of its resumes the attempt knew of; where there are more, it goes on at once.</summary>
    public int Resumes { get; init; }

    /// <summary>What the step keeps, as JSON; empty for nothing.</summary>
    public ReadOnlyMemory<byte> Snapshot { get; init; }

    public override void WriteFields(Utf8JsonWriter writer)
    {
        writer.WriteString(FieldNames.Name, Step);
        writer.WriteCount(FieldNames.Attempt, Attempt, unless: 1);
        writer.WriteCount(FieldNames.Resumes, Resumes, unless: 0);
        writer.WriteAmount(FieldNames.Spend, Spend);
        writer.WritePayload(FieldNames.Data, Snapshot);
    }
}

/// <summary>What resumes a step was taken from the inbox. It may come before the step suspends, or when the step is over and it means nothing.</summary>
/// <param name="id">The step's operation.</param>
internal sealed class ResumeRecord(string id) : JournalRecord
{
    public static readonly JsonEncodedText Name = JsonEncodedText.Encode("resume");

    public override JsonEncodedText Kind => Name;

    public override string OperationId { get; } = id;

    /// <summary>The caller's idempotency key, or null.</summary>
    public string? Key { get; init; }

    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>Why whoever the step waited for failed, or null.</summary>
    public ErrorInfo? Error { get; init; }

    public override void DeliverTo(IRecordTarget target) => target.StepResumed(this);

    public override void WriteFields(Utf8JsonWriter writer)
    {
        writer.WriteText(FieldNames.Key, Key);
        writer.WritePayload(FieldNames.Data, Payload);
        writer.WriteError(FieldNames.Error, Error);
    }
}

/// <summary>A step got a callback token.</summary>
internal sealed class TokenRecord(string id) : OperationRecord(id)
{
    public static readonly JsonEncodedText Name = JsonEncodedText.Encode("token");

    public override JsonEncodedText Kind => Name;

    public override bool ResumesBody => false;

    /// <summary>The step's own id, which tells what it can be resumed with.</summary>
    public required string Step { get; init; }

    /// <summary>The token's SHA-256, in hexadecimal digits.</summary>
    public required string Hash { get; init; }

    public override void WriteFields(Utf8JsonWriter writer)
    {
        writer.WriteString(FieldNames.Name, Step);
        writer.WriteString(FieldNames.Hash, Hash);
    }
}
