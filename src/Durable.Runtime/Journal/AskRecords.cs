using System.Text.Json;

namespace Durable.Journal;

/// <summary>The body asked a person something.</summary>
/// <param name="id">The operation.</param>
/// <param name="name">The stable name of the question's declaration.</param>
internal sealed class AskRecord(string id, string name) : OperationRecord(id)
{
    public static readonly JsonEncodedText Name = JsonEncodedText.Encode("ask");

    public override JsonEncodedText Kind => Name;

    public override bool ChangesView => true;

    public override bool ResumesBody => false;

    // Answered, or withdrawn, before it was recorded.
    public override bool MayComeLate => true;

    public string AskName { get; } = name;

    /// <summary>The whole question, as JSON.</summary>
    public ReadOnlyMemory<byte> Prompt { get; init; }

    /// <summary>When it expires: UTC, in milliseconds since 1970; 0 for never.</summary>
    public long Until { get; init; }

    public override void WriteFields(Utf8JsonWriter writer)
    {
        writer.WriteString(FieldNames.Name, AskName);
        if (Until != 0)
        {
            writer.WriteNumber(FieldNames.Until, Until);
        }

        writer.WritePayload(FieldNames.Data, Prompt);
    }
}

/// <summary>The one answer to a question was taken from the inbox.</summary>
/// <param name="id">The operation that asked.</param>
internal sealed class AnswerRecord(string id) : JournalRecord
{
    public static readonly JsonEncodedText Name = JsonEncodedText.Encode("answer");

    public override JsonEncodedText Kind => Name;

    public override bool EndsOperation => true;

    public override bool ChangesView => true;

    public override string OperationId { get; } = id;

    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>The caller's idempotency key, or null.</summary>
    public string? Key { get; init; }

    public override void DeliverTo(IRecordTarget target) => target.AnswerReceived(this);

    public override void WriteFields(Utf8JsonWriter writer)
    {
        writer.WriteText(FieldNames.Key, Key);
        writer.WritePayload(FieldNames.Data, Payload);
    }
}

/// <summary>A token was made that answers a question once. What is kept of it is a hash.</summary>
/// <param name="id">The operation that asked.</param>
/// <param name="hash">SHA-256 of the token, in lower-case hexadecimal.</param>
internal sealed class AskTokenRecord(string id, string hash) : JournalRecord
{
    public static readonly JsonEncodedText Name = JsonEncodedText.Encode("askToken");

    public override JsonEncodedText Kind => Name;

    public override string OperationId { get; } = id;

    public override bool ResumesBody => false;

    public string Hash { get; } = hash;

    // For whoever brings the token; the body has nothing to do with it.
    public override void DeliverTo(IRecordTarget target)
    {
    }

    public override void WriteFields(Utf8JsonWriter writer)
    {
        writer.WritePropertyName(FieldNames.Data);
        writer.WriteStringValue(Hash);
    }
}
