using System.Text.Json;

namespace Durable.Journal;

/// <summary>Field shapes that several records share.</summary>
internal static class RecordWriterExtensions
{
    public static void WritePayload(this Utf8JsonWriter writer, JsonEncodedText name, ReadOnlyMemory<byte> json)
    {
        if (!json.IsEmpty)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(json.Span, skipInputValidation: true);
        }
    }

    public static void WriteText(this Utf8JsonWriter writer, JsonEncodedText name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    public static void WriteCount(this Utf8JsonWriter writer, JsonEncodedText name, int count, int unless)
    {
        if (count != unless)
        {
            writer.WriteNumber(name, count);
        }
    }

    public static void WriteError(this Utf8JsonWriter writer, JsonEncodedText name, ErrorInfo? error)
    {
        if (error is null)
        {
            return;
        }

        writer.WriteStartObject(name);
        writer.WriteString(FieldNames.ErrorKind, error.Kind);
        writer.WriteString(FieldNames.Message, error.Message);
        writer.WriteText(FieldNames.Step, error.StepId);
        writer.WriteCount(FieldNames.Attempt, error.Attempts, unless: 0);
        if (error.RetryAfter is { } delay)
        {
            writer.WriteNumber(FieldNames.RetryAfter, (long)Math.Ceiling(delay.TotalMilliseconds));
        }

        writer.WriteError(FieldNames.Cause, error.Cause);
        writer.WriteEndObject();
    }

    public static void WriteTexts(this Utf8JsonWriter writer, JsonEncodedText name, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    public static void WriteTags(this Utf8JsonWriter writer, JsonEncodedText name, IReadOnlyDictionary<string, string>? tags)
    {
        if (tags is null or { Count: 0 })
        {
            return;
        }

        writer.WriteStartObject(name);
        foreach (var (key, value) in tags)
        {
            writer.WriteString(key, value);
        }

        writer.WriteEndObject();
    }

    public static void WriteParent(this Utf8JsonWriter writer, JsonEncodedText name, ParentLink? parent)
    {
        if (parent is null)
        {
            return;
        }

        writer.WriteStartObject(name);
        writer.WriteString(FieldNames.Run, parent.RunId);
        writer.WriteCount(FieldNames.Generation, parent.Generation, unless: 1);
        writer.WriteString(FieldNames.Id, parent.OperationId);
        writer.WriteEndObject();
    }

    public static void WriteSchedule(this Utf8JsonWriter writer, JsonEncodedText name, ScheduleLink? schedule)
    {
        if (schedule is null)
        {
            return;
        }

        writer.WriteStartObject(name);
        writer.WriteString(FieldNames.Name, schedule.Schedule);
        writer.WriteCount(FieldNames.Generation, schedule.Generation, unless: 0);
        writer.WriteText(FieldNames.Id, schedule.OperationId);
        writer.WriteEndObject();
    }

    public static void WriteSignals(this Utf8JsonWriter writer, JsonEncodedText name, IReadOnlyList<CarriedSignal> signals)
    {
        if (signals.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var signal in signals)
        {
            writer.WriteStartObject();
            writer.WriteString(FieldNames.Name, signal.Name);
            writer.WritePayload(FieldNames.Data, signal.Payload);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public static void WriteReports(this Utf8JsonWriter writer, JsonEncodedText name, IReadOnlyList<CompensationReport> reports)
    {
        if (reports.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var report in reports)
        {
            writer.WriteStartObject();
            writer.WriteString(FieldNames.Id, report.StepId);
            writer.WriteCount(FieldNames.Attempt, report.Attempts, unless: 1);
            writer.WriteError(FieldNames.Error, report.Error);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
