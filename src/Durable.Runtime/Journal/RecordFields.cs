using System.Buffers;
using System.Text.Json;
using Durable.Principals;

namespace Durable.Journal;

/// <summary>The fields of one record in one pass; payloads stay slices of the record's bytes until somebody needs their values.</summary>
internal struct RecordFields
{
    /// <summary>Deeper nesting than this is refused, so that a hostile payload cannot exhaust the stack of whoever reads it.</summary>
    public const int MaxDepth = 128;

    private static readonly JsonReaderOptions s_options = new() { MaxDepth = MaxDepth };

    public string Kind;
    public int Position;
    public long Timestamp;
    public string? Id;
    public int Attempt;
    public long Started;
    public long NextAt;
    public long Until;
    public long Ended;
    public long Duration;
    public int Version;
    public int Generation;
    public int Resumes;
    public string? Worker;
    public string? Workflow;
    public string? Fingerprint;
    public string? Trigger;
    public string? Tenant;
    public string? Name;
    public string? Key;
    public string? Hash;
    public string? Reason;
    public string? Status;
    public string? Run;
    public string? Mode;
    public string? Seed;
    public int From;
    public long Deadline;
    public List<string>? Operations;
    public List<string>? Failed;
    public string? Policy;
    public bool WithParent;
    public string? Queue;
    public int Priority;
    public string? Action;
    public string? Root;
    public string? Trace;
    public long StartAt;
    public string? MessageKind;
    public decimal Spend;
    public decimal Spent;
    public Principal? Principal;
    public ParentLink? Parent;
    public ScheduleLink? Schedule;
    public List<CarriedSignal>? Signals;
    public ErrorInfo? Error;
    public Dictionary<string, string>? Tags;
    public List<CompensationReport>? Undone;
    public ReadOnlyMemory<byte> Input;
    public ReadOnlyMemory<byte> Output;
    public ReadOnlyMemory<byte> Data;
    public ReadOnlyMemory<byte> Result;
    public ReadOnlyMemory<byte> Metadata;

    public static RecordFields Read(ReadOnlyMemory<byte> utf8)
    {
        var fields = new RecordFields { Kind = "", Attempt = 1, Generation = 1 };
        var reader = new Utf8JsonReader(utf8.Span, s_options);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("it is no JSON object");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            fields.ReadField(ref reader, utf8);
        }

        return fields;
    }

    public readonly string RequiredId() => Required(Id, "id");

    public readonly ErrorInfo RequiredError() =>
        Error ?? throw new JournalFormatException($"record {Position} of kind '{Kind}' lacks its field 'error'");

    public readonly string Required(string? value, string field) =>
        value ?? throw new JournalFormatException($"record {Position} of kind '{Kind}' lacks its field '{field}'");

    private void ReadField(ref Utf8JsonReader reader, ReadOnlyMemory<byte> utf8)
    {
        if (reader.ValueTextEquals("t"u8)) { Kind = Text(ref reader) ?? ""; }
        else if (reader.ValueTextEquals("n"u8)) { Position = Int32(ref reader); }
        else if (reader.ValueTextEquals("ts"u8)) { Timestamp = Int64(ref reader); }
        else if (reader.ValueTextEquals("id"u8)) { Id = Text(ref reader); }
        else if (reader.ValueTextEquals("input"u8)) { Input = Payload(ref reader, utf8); }
        else if (reader.ValueTextEquals("output"u8)) { Output = Payload(ref reader, utf8); }
        else if (reader.ValueTextEquals("started"u8)) { Started = Int64(ref reader); }
        else if (reader.ValueTextEquals("worker"u8)) { Worker = Text(ref reader); }
        else if (reader.ValueTextEquals("attempt"u8)) { Attempt = Int32(ref reader); }
        else if (reader.ValueTextEquals("error"u8)) { Error = ReadError(ref reader); }
        else if (reader.ValueTextEquals("nextAt"u8)) { NextAt = Int64(ref reader); }
        else if (reader.ValueTextEquals("until"u8)) { Until = Int64(ref reader); }
        else if (reader.ValueTextEquals("ended"u8)) { Ended = Int64(ref reader); }
        else if (reader.ValueTextEquals("ms"u8)) { Duration = Int64(ref reader); }
        else if (reader.ValueTextEquals("name"u8)) { Name = Text(ref reader); }
        else if (reader.ValueTextEquals("key"u8)) { Key = Text(ref reader); }
        else if (reader.ValueTextEquals("data"u8)) { Data = Payload(ref reader, utf8); }
        else if (reader.ValueTextEquals("result"u8)) { Result = Payload(ref reader, utf8); }
        else if (reader.ValueTextEquals("reason"u8)) { Reason = Text(ref reader); }
        else if (reader.ValueTextEquals("status"u8)) { Status = Text(ref reader); }
        else if (reader.ValueTextEquals("workflow"u8)) { Workflow = Text(ref reader); }
        else if (reader.ValueTextEquals("version"u8)) { Version = Int32(ref reader); }
        else if (reader.ValueTextEquals("fingerprint"u8)) { Fingerprint = Text(ref reader); }
        else if (reader.ValueTextEquals("generation"u8)) { Generation = Int32(ref reader); }
        else if (reader.ValueTextEquals("trigger"u8)) { Trigger = Text(ref reader); }
        else if (reader.ValueTextEquals("tenant"u8)) { Tenant = Text(ref reader); }
        else if (reader.ValueTextEquals("tags"u8)) { Tags = ReadTags(ref reader); }
        else if (reader.ValueTextEquals("undone"u8)) { Undone = ReadReports(ref reader); }
        else if (reader.ValueTextEquals("run"u8)) { Run = Text(ref reader); }
        else if (reader.ValueTextEquals("policy"u8)) { Policy = Text(ref reader); }
        else if (reader.ValueTextEquals("queue"u8)) { Queue = Text(ref reader); }
        else if (reader.ValueTextEquals("priority"u8)) { Priority = Int32(ref reader); }
        else if (reader.ValueTextEquals("withParent"u8)) { reader.Read(); WithParent = reader.GetBoolean(); }
        else if (reader.ValueTextEquals("kind"u8)) { MessageKind = Text(ref reader); }
        else if (reader.ValueTextEquals("parent"u8)) { Parent = ReadParent(ref reader); }
        else if (reader.ValueTextEquals("resumes"u8)) { Resumes = Int32(ref reader); }
        else if (reader.ValueTextEquals("hash"u8)) { Hash = Text(ref reader); }
        else if (reader.ValueTextEquals("mode"u8)) { Mode = Text(ref reader); }
        else if (reader.ValueTextEquals("seed"u8)) { Seed = Text(ref reader); }
        else if (reader.ValueTextEquals("from"u8)) { From = Int32(ref reader); }
        else if (reader.ValueTextEquals("deadline"u8)) { Deadline = Int64(ref reader); }
        else if (reader.ValueTextEquals("operations"u8)) { Operations = ReadTexts(ref reader, "operations"); }
        else if (reader.ValueTextEquals("failed"u8)) { Failed = ReadTexts(ref reader, "failed"); }
        else if (reader.ValueTextEquals("schedule"u8)) { Schedule = ReadSchedule(ref reader); }
        else if (reader.ValueTextEquals("action"u8)) { Action = Text(ref reader); }
        else if (reader.ValueTextEquals("trace"u8)) { Trace = Text(ref reader); }
        else if (reader.ValueTextEquals("root"u8)) { Root = Text(ref reader); }
        else if (reader.ValueTextEquals("startAt"u8)) { StartAt = Int64(ref reader); }
        else if (reader.ValueTextEquals("metadata"u8)) { Metadata = Payload(ref reader, utf8); }
        else if (reader.ValueTextEquals("spend"u8)) { Spend = Amount(ref reader); }
        else if (reader.ValueTextEquals("spent"u8)) { Spent = Amount(ref reader); }
        else if (reader.ValueTextEquals("principal"u8)) { Principal = PrincipalJson.Read(ref reader); }
        else if (reader.ValueTextEquals("signals"u8)) { Signals = ReadSignals(ref reader, utf8); }
        else { reader.Read(); reader.Skip(); }
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetString();
    }

    private static int Int32(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetInt32();
    }

    private static long Int64(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetInt64();
    }

    private static decimal Amount(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetDecimal();
    }

    private static ReadOnlyMemory<byte> Payload(ref Utf8JsonReader reader, ReadOnlyMemory<byte> utf8)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return utf8[start..(int)reader.BytesConsumed];
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType expected, string field)
    {
        if (!reader.Read() || reader.TokenType != expected)
        {
            throw new JsonException($"its field '{field}' is of another shape");
        }
    }

    private static ErrorInfo ReadError(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject, "error");
        string? kind = null, message = null, step = null;
        var attempts = 0;
        TimeSpan? retryAfter = null;
        ErrorInfo? cause = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("kind"u8)) { kind = Text(ref reader); }
            else if (reader.ValueTextEquals("message"u8)) { message = Text(ref reader); }
            else if (reader.ValueTextEquals("step"u8)) { step = Text(ref reader); }
            else if (reader.ValueTextEquals("attempt"u8)) { attempts = Int32(ref reader); }
            else if (reader.ValueTextEquals("retryAfter"u8)) { retryAfter = TimeSpan.FromMilliseconds(Int64(ref reader)); }
            else if (reader.ValueTextEquals("cause"u8)) { cause = ReadError(ref reader); }
            else { reader.Read(); reader.Skip(); }
        }

        return new ErrorInfo(kind ?? ErrorInfo.Exception, message ?? "") { StepId = step, Attempts = attempts, RetryAfter = retryAfter, Cause = cause };
    }

    private static ParentLink ReadParent(ref Utf8JsonReader reader)
    {
        reader.Read();
        string? run = null, id = null;
        var generation = 1;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("run"u8)) { run = Text(ref reader); }
            else if (reader.ValueTextEquals("generation"u8)) { generation = Int32(ref reader); }
            else if (reader.ValueTextEquals("id"u8)) { id = Text(ref reader); }
            else { reader.Read(); reader.Skip(); }
        }

        return new ParentLink(run ?? "", generation, id ?? "");
    }

    private static ScheduleLink ReadSchedule(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject, "schedule");
        string? schedule = null, id = null;
        var generation = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("name"u8)) { schedule = Text(ref reader); }
            else if (reader.ValueTextEquals("generation"u8)) { generation = Int32(ref reader); }
            else if (reader.ValueTextEquals("id"u8)) { id = Text(ref reader); }
            else { reader.Read(); reader.Skip(); }
        }

        return new ScheduleLink(schedule ?? "", generation, id);
    }

    private static List<CarriedSignal> ReadSignals(ref Utf8JsonReader reader, ReadOnlyMemory<byte> utf8)
    {
        reader.Read();
        var signals = new List<CarriedSignal>();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            string? name = null;
            ReadOnlyMemory<byte> payload = default;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("name"u8)) { name = Text(ref reader); }
                else if (reader.ValueTextEquals("data"u8)) { payload = Payload(ref reader, utf8); }
                else { reader.Read(); reader.Skip(); }
            }

            signals.Add(new CarriedSignal(name ?? "", payload));
        }

        return signals;
    }

    private static Dictionary<string, string> ReadTags(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject, "tags");
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            tags[key] = Text(ref reader) ?? "";
        }

        return tags;
    }

    private static List<string> ReadTexts(ref Utf8JsonReader reader, string field)
    {
        Expect(ref reader, JsonTokenType.StartArray, field);
        var texts = new List<string>();
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
        {
            texts.Add(reader.GetString()!);
        }

        return texts;
    }

    private static List<CompensationReport> ReadReports(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartArray, "undone");
        var reports = new List<CompensationReport>();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            string? id = null;
            var attempts = 1;
            ErrorInfo? error = null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("id"u8)) { id = Text(ref reader); }
                else if (reader.ValueTextEquals("attempt"u8)) { attempts = Int32(ref reader); }
                else if (reader.ValueTextEquals("error"u8)) { error = ReadError(ref reader); }
                else { reader.Read(); reader.Skip(); }
            }

            reports.Add(new CompensationReport(id ?? "", attempts, error));
        }

        return reports;
    }
}
