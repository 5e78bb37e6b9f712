using System.Text.Json;
using Durable.Journal;

namespace Durable.Payloads;

/// <summary>The payloads of one record, found in its bytes. A payload that is stored encoded has a <c>@</c> behind its name, and an envelope for its value.</summary>
internal sealed class RecordPayloads
{
    private const byte Mark = (byte)'@';

    private static readonly JsonReaderOptions s_options = new() { MaxDepth = RecordFields.MaxDepth };

    private readonly ReadOnlyMemory<byte> _record;

    private RecordPayloads(ReadOnlyMemory<byte> record) => _record = record;

    /// <summary>The kind of the record.</summary>
    public string Kind { get; private set; } = "";

    /// <summary>Its operation, or null.</summary>
    public string? OperationId { get; private set; }

    /// <summary>Its payloads, in order.</summary>
    public List<PayloadField> Fields { get; } = [];

    /// <summary>Whether a record may hold encoded payloads; a quick look that is sometimes wrong with yes, never with no.</summary>
    public static bool MayBeEncoded(ReadOnlySpan<byte> record) => record.IndexOf("@\":"u8) >= 0;

    /// <param name="record">The record.</param>
    /// <param name="areEncoded">Whether to find the encoded payloads, or the others.</param>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static RecordPayloads Find(ReadOnlyMemory<byte> record, bool areEncoded)
    {
        var payloads = new RecordPayloads(record);
        var reader = new Utf8JsonReader(record.Span, s_options);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("t"u8))
            {
                reader.Read();
                payloads.Kind = reader.GetString() ?? "";
            }
            else if (reader.ValueTextEquals("id"u8))
            {
                reader.Read();
                payloads.OperationId = reader.GetString();
            }
            else if (reader.ValueTextEquals("signals"u8))
            {
                payloads.AddSignals(ref reader, areEncoded);
            }
            else
            {
                payloads.Add(ref reader, areEncoded, index: null);
            }
        }

        return payloads;
    }

    public ReadOnlyMemory<byte> Value(PayloadField field) => _record[field.ValueStart..field.ValueEnd];

    /// <summary>The record with other values in place of some of its payloads, which change between encoded and not.</summary>
    /// <param name="values">For each of <see cref="Fields"/> its new value, or null to leave it.</param>
    public byte[] Replace(IReadOnlyList<ReadOnlyMemory<byte>?> values)
    {
        var length = _record.Length;
        for (var i = 0; i < values.Count; i++)
        {
            length += values[i] is { } value ? value.Length - (Fields[i].ValueEnd - Fields[i].ValueStart) + 1 : 0;
        }

        var result = new byte[length];
        var written = 0;
        var read = 0;
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i] is { } value)
            {
                var field = Fields[i];
                var name = _record.Span[field.NameStart..(field.NameEnd - 1)];
                Copy(_record.Span[read..field.NameStart]);
                Copy(name[^1] == Mark ? name[..^1] : name);
                Copy(name[^1] == Mark ? "\":"u8 : "@\":"u8);
                Copy(value.Span);
                read = field.ValueEnd;
            }
        }

        Copy(_record.Span[read..]);
        return result.Length == written ? result : result[..written];

        void Copy(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(result.AsSpan(written));
            written += bytes.Length;
        }
    }

    private void AddSignals(ref Utf8JsonReader reader, bool areEncoded)
    {
        reader.Read();
        for (var index = 0; reader.Read() && reader.TokenType == JsonTokenType.StartObject; index++)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                Add(ref reader, areEncoded, index);
            }
        }
    }

    private void Add(ref Utf8JsonReader reader, bool areEncoded, int? index)
    {
        var path = areEncoded
            ? reader.ValueTextEquals("input@"u8) ? "input" : reader.ValueTextEquals("output@"u8) ? "output"
                : reader.ValueTextEquals("data@"u8) ? "data" : reader.ValueTextEquals("result@"u8) ? "result"
                : reader.ValueTextEquals("metadata@"u8) ? "metadata" : null
            : reader.ValueTextEquals("input"u8) ? "input" : reader.ValueTextEquals("output"u8) ? "output"
                : reader.ValueTextEquals("data"u8) ? "data" : reader.ValueTextEquals("result"u8) ? "result"
                : reader.ValueTextEquals("metadata"u8) ? "metadata" : null;
        var nameStart = (int)reader.TokenStartIndex;
        var nameEnd = nameStart + reader.ValueSpan.Length + 2;
        reader.Read();
        var valueStart = (int)reader.TokenStartIndex;
        reader.Skip();
        if (path is not null)
        {
            Fields.Add(new PayloadField(index is null ? path : $"{path}/{index}", nameStart, nameEnd, valueStart, (int)reader.BytesConsumed));
        }
    }
}
