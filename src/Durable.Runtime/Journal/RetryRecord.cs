using System.Text.Json;

namespace Durable.Journal;

/// <summary>Somebody brought the run back to life: what replay makes of the records before this one.</summary>
internal sealed class RetryRecord : JournalRecord
{
    public static readonly JsonEncodedText Name = JsonEncodedText.Encode("retry");

    public override JsonEncodedText Kind => Name;

    public required RetryMode Mode { get; init; }

    /// <summary>The position of the first record that is not taken as it stands.</summary>
    public required int From { get; init; }

    /// <summary>For <see cref="RetryMode.Reuse"/>: the operations whose failures are void, wherever they stand.</summary>
    public IReadOnlyList<string> Operations { get; init; } = [];

    /// <summary>The caller's idempotency key, or null.</summary>
    public string? Key { get; init; }

    public override void DeliverTo(IRecordTarget target) => target.Retried(this);

    public override void WriteFields(Utf8JsonWriter writer)
    {
        writer.WriteString(FieldNames.Mode, RetryModeNames.Of(Mode));
        writer.WriteNumber(FieldNames.From, From);
        writer.WriteTexts(FieldNames.Operations, Operations);
        writer.WriteText(FieldNames.Key, Key);
    }
}
