using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Durable.Serialization;

/// <summary>Values to journal bytes and back, within the cap; every value a body or a caller sees went through here.</summary>
/// <param name="maxBytes">The cap: the largest payload that is stored.</param>
internal sealed class PayloadSerializer(int maxBytes)
{
    /// <summary>The deepest nesting that is stored: the record and the message around it add some levels of their own.</summary>
    public const int MaxDepth = 100;

    /// <summary>The value as JSON in UTF-8; empty where there is no type, which means there is no value.</summary>
    /// <exception cref="DurableException">
    /// Larger than the cap (<see cref="DurableErrorCodes.PayloadTooLarge"/>), or the serializer refused it (<see cref="DurableErrorCodes.PayloadInvalid"/>).
    /// </exception>
    public ReadOnlyMemory<byte> Write<T>(JsonTypeInfo<T>? type, T value, string what, string? runId = null, string? operationId = null)
    {
        if (type is null)
        {
            return default;
        }

        byte[] bytes;
        try
        {
            bytes = JsonSerializer.SerializeToUtf8Bytes(value, type);
        }
#pragma warning disable CA1031 // a user's converter may throw anything
        catch (Exception exception)
#pragma warning restore CA1031
        {
            throw new DurableException(
                DurableErrorCodes.PayloadInvalid,
                $"The {what} {Of(operationId)}could not be written as JSON: {exception.Message}",
                "Change the value, or its type, so that System.Text.Json can write it.",
                runId,
                operationId,
                exception);
        }

        Check(bytes.Length, what, runId, operationId);
        CheckDepth(bytes, what, runId, operationId);
        KeepOnOneLine(bytes);
        return bytes;
    }

    /// <exception cref="DurableException">Larger than the cap (<see cref="DurableErrorCodes.PayloadTooLarge"/>).</exception>
    public void Check(int length, string what, string? runId = null, string? operationId = null)
    {
        if (length > maxBytes)
        {
            throw new DurableException(
                DurableErrorCodes.PayloadTooLarge,
                $"The {what} {Of(operationId)}is {length:N0} bytes of JSON; the cap is {maxBytes:N0}.",
                "Store large data elsewhere and pass a reference to it, or raise PayloadOptions.MaxBytes.",
                runId,
                operationId);
        }
    }

    /// <summary>The value that <see cref="Write"/> wrote; the type's default where there is no type.</summary>
    /// <exception cref="DurableException">The bytes are not of this type (<see cref="DurableErrorCodes.PayloadInvalid"/>).</exception>
    public static T? Read<T>(JsonTypeInfo<T>? type, ReadOnlyMemory<byte> json, string what, string? runId = null, string? operationId = null)
    {
        if (type is null || json.IsEmpty)
        {
            return default;
        }

        try
        {
            return JsonSerializer.Deserialize(json.Span, type);
        }
#pragma warning disable CA1031 // a user's converter or constructor may throw anything
        catch (Exception exception)
#pragma warning restore CA1031
        {
            throw new DurableException(
                DurableErrorCodes.PayloadInvalid,
                $"The recorded {what} {Of(operationId)}cannot be read as {typeof(T).Name}: {exception.Message}",
                "Change the type so that it reads what was written, or give the changed workflow a new Version.",
                runId,
                operationId,
                exception);
        }
    }

    // A context of the author's may allow any depth; what is read back later may not be deeper than a record can be.
    private static void CheckDepth(ReadOnlySpan<byte> json, string what, string? runId, string? operationId)
    {
        // Almost nothing has so many objects and arrays at all, and counting them is quick.
        if (json.Count((byte)'{') + json.Count((byte)'[') <= MaxDepth)
        {
            return;
        }

        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Journal.RecordFields.MaxDepth });
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth >= MaxDepth && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                {
                    throw TooDeep();
                }
            }
        }
        catch (JsonException)
        {
            throw TooDeep();
        }

        DurableException TooDeep() => new(
            DurableErrorCodes.PayloadInvalid,
            $"The {what} {Of(operationId)}is nested deeper than {MaxDepth} levels.",
            "Pass flatter data, or a text that holds it.",
            runId,
            operationId);
    }

    // A record is one line. Line ends in JSON are white space only (strings escape theirs), and only a converter that writes raw text brings some.
    private static void KeepOnOneLine(Span<byte> json)
    {
        for (var at = json.IndexOfAny((byte)'\n', (byte)'\r'); at >= 0; at = json.IndexOfAny((byte)'\n', (byte)'\r'))
        {
            json[at] = (byte)' ';
            json = json[(at + 1)..];
        }
    }

    private static string Of(string? operationId) => operationId is null ? "" : $"of '{operationId}' ";
}
