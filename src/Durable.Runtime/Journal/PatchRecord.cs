using System.Text.Json;

namespace Durable.Journal;

/// <summary>The run met a change that had shipped before it got there.</summary>
internal sealed class PatchRecord(string change) : JournalRecord
{
    public static readonly JsonEncodedText Name = JsonEncodedText.Encode("patch");

    public override JsonEncodedText Kind => Name;

    public override bool ResumesBody => false;

    public string Change { get; } = change;

    // Looked up before the body runs; there is nothing to deliver, and code that no longer asks needs no answer.
    public override void DeliverTo(IRecordTarget target)
    {
    }

    public override void WriteFields(Utf8JsonWriter writer) => writer.WriteString(FieldNames.Name, Change);
}
