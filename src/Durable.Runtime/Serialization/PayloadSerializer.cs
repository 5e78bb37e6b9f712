using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Durable.Serialization;

/// <summary>Values to journal bytes and back, within the cap; every value a body or a caller sees went through here.</summary>
/// <param name="maxBytes">The cap: the largest payload that is stored.</param>
/// <param name="maxElements">How many elements the arrays and objects of one payload may hold together.</param>
internal sealed class PayloadSerializer(int maxBytes, int maxElements = PayloadOptions.DefaultMaxElements)
{
    /// <summary>The deepest nesting that is stored: the record and the message around it add some levels of their own.</summary>
    public const int MaxDepth = 100;

    /// <summary>For looking at JSON whose form was checked by whoever parsed it.</summary>
    public static readonly JsonReaderOptions ReaderOptions = new()
    {
        MaxDepth = Journal.RecordFields.MaxDepth,
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>The value as JSON in UTF-8; empty where there is no type, which means there is no value.</summary>
    /// <exception cref="DurableException">
    /// Above a limit (<see cref="Check"/>), or the serializer refused it (<see cref="DurableErrorCodes.PayloadInvalid"/>).
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

        return Accept(bytes, what, runId, operationId);
    }

    /// <summary>JSON that a serializer wrote, as it may be stored.</summary>
    /// <exception cref="DurableException">It is above a limit (<see cref="Check"/>).</exception>
    public ReadOnlyMemory<byte> Accept(byte[] json, string what, string? runId = null, string? operationId = null)
    {
        Check(json, what, runId, operationId);
        KeepOnOneLine(json);
        return json;
    }

    /// <summary>Checks JSON against the limits of what is stored, and of what is read as a type of the author's.</summary>
    /// <exception cref="DurableException">
    /// Longer than the cap or with too many elements (<see cref="DurableErrorCodes.PayloadTooLarge"/>), or nested too deep (<see cref="DurableErrorCodes.PayloadInvalid"/>).
    /// </exception>
    public void Check(ReadOnlySpan<byte> json, string what, string? runId = null, string? operationId = null)
    {
        if (json.Length > maxBytes)
        {
            throw TooLarge(
                $"The {what} {Of(operationId)}is {json.Length:N0} bytes of JSON; the cap is {maxBytes:N0}.", nameof(PayloadOptions.MaxBytes), runId, operationId);
        }

        CheckDepth(json, what, runId, operationId);
        if (PayloadElements.AreMoreThan(maxElements, json))
        {
            throw TooLarge(
                $"The {what} {Of(operationId)}has more than {maxElements:N0} elements.", nameof(PayloadOptions.MaxElements), runId, operationId);
        }
    }

    /// <summary>The value that <see cref="Write"/> wrote; the type's default where there is no type.</summary>
    /// <remarks>
    /// The limits here are the largest that can be set, whatever is set now: a limit that is lowered makes nothing unreadable that was stored before. How deep it may be was checked
    /// when the record around it was read.
    /// </remarks>
    /// <exception cref="DurableException">
    /// The bytes are not of this type (<see cref="DurableErrorCodes.PayloadInvalid"/>), or more than any process stores (<see cref="DurableErrorCodes.PayloadTooLarge"/>).
    /// </exception>
    public static T? Read<T>(JsonTypeInfo<T>? type, ReadOnlyMemory<byte> json, string what, string? runId = null, string? operationId = null)
    {
        if (type is null || json.IsEmpty)
        {
            return default;
        }

        if (json.Length > PayloadOptions.LargestMaxBytes || PayloadElements.AreMoreThan(PayloadOptions.LargestMaxElements, json.Span))
        {
            throw new DurableException(
                DurableErrorCodes.PayloadTooLarge,
                $"The recorded {what} {Of(operationId)}is larger than anything that this library stores ({json.Length:N0} bytes of JSON).",
                "Restore the store from a backup: something else has written it.",
                runId,
                operationId);
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

        var reader = new Utf8JsonReader(json, ReaderOptions);
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

    private static DurableException TooLarge(string message, string limit, string? runId, string? operationId) => new(
        DurableErrorCodes.PayloadTooLarge,
        message,
        $"Store large data elsewhere and pass a reference to it, or raise {nameof(PayloadOptions)}.{limit}.",
        runId,
        operationId);

    private static string Of(string? operationId) => operationId is null ? "" : $"of '{operationId}' ";
}
