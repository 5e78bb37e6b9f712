using System.Buffers;
using System.Text.Json;
using Durable.Journal;

namespace Durable.Metadata;

/// <summary>One change to what a run shows.</summary>
/// <param name="Action">One of the stable words below.</param>
/// <param name="Name">The name that is changed.</param>
/// <param name="Json">The value, the addend or the element; empty for <see cref="Remove"/>.</param>
internal readonly record struct MetadataChange(string Action, string Name, ReadOnlyMemory<byte> Json)
{
    public const string Set = "set";
    public const string Increment = "increment";
    public const string Append = "append";
    public const string Remove = "remove";

    /// <summary>What the name's value is after the change; null for none.</summary>
    /// <exception cref="DurableException">What is there does not allow it (<see cref="DurableErrorCodes.MetadataMismatch"/>).</exception>
    public JsonElement? Apply(JsonElement? before, string runId) => Action switch
    {
        Remove => null,
        Increment => Sum(before, runId),
        Append => Appended(before, runId),
        _ => Parse(Json),
    };

    public ReadOnlyMemory<byte> ToPayload()
    {
        var writer = RecordWriter.Begin();
        writer.WriteStartObject();
        Write(writer);
        writer.WriteEndObject();
        return RecordWriter.End();
    }

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteString(FieldNames.Action, Action);
        writer.WriteString(FieldNames.Name, Name);
        writer.WritePayload(FieldNames.Data, Json);
    }

    /// <exception cref="JournalFormatException">A field is missing.</exception>
    public static MetadataChange Read(in RecordFields fields) =>
        new(fields.Required(fields.Action, "action"), fields.Required(fields.Name, "name"), fields.Data);

    public static JsonElement Parse(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = RecordFields.MaxDepth });
        return document.RootElement.Clone();
    }

    private JsonElement Sum(JsonElement? before, string runId)
    {
        var by = Parse(Json);
        if (before is not { } number)
        {
            return by;
        }

        if (number.ValueKind != JsonValueKind.Number)
        {
            throw Mismatch(runId, "no number");
        }

        var roughly = number.GetDouble() + by.GetDouble();
        if (!double.IsFinite(roughly))
        {
            throw Mismatch(runId, "too large to add to");
        }

        return number.TryGetInt64(out var a) && by.TryGetInt64(out var b) && a + (Int128)b is var sum && sum >= long.MinValue && sum <= long.MaxValue
            ? Write((long)sum, static (writer, value) => writer.WriteNumberValue(value))
            : Write(roughly, static (writer, value) => writer.WriteNumberValue(value));
    }

    private JsonElement Appended(JsonElement? before, string runId)
    {
        if (before is { ValueKind: not JsonValueKind.Array })
        {
            throw Mismatch(runId, "no list");
        }

        return Write((Before: before, Element: Parse(Json)), static (writer, list) =>
        {
            writer.WriteStartArray();
            if (list.Before is { } elements)
            {
                foreach (var element in elements.EnumerateArray())
                {
                    element.WriteTo(writer);
                }
            }

            list.Element.WriteTo(writer);
            writer.WriteEndArray();
        });
    }

    private DurableException Mismatch(string runId, string what) => new(
        DurableErrorCodes.MetadataMismatch,
        $"The metadata '{Name}' of the run '{runId}' is {what}.",
        "Use one name for one sort of value, or Set it first.",
        runId);

    private static JsonElement Write<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer, value);
        }

        return Parse(buffer.WrittenMemory);
    }
}
