using System.Text.Json;
using System.Text.Json.Serialization;
using Durable.Journal;

namespace Durable.Showing;

/// <summary>What a run shows beside its row and its journal's ends. Kept with the row, so that looking at a run reads no journal.</summary>
internal sealed record RunSummary
{
    public static RunSummary None { get; } = new();

    /// <summary>The operation asked for last that has no outcome.</summary>
    public string? State { get; init; }

    /// <summary>What has no outcome, in order of asking.</summary>
    public IReadOnlyList<PendingOperation>? Operations { get; init; }

    public IReadOnlyList<SummarizedAsk>? Asks { get; init; }

    /// <summary>How many operations are left out above, questions and children among them.</summary>
    public int More { get; init; }

    public IReadOnlyList<OpenChild>? Children { get; init; }

    public IReadOnlyDictionary<string, JsonElement>? Metadata { get; init; }

    /// <summary>As it is stored: empty when there is nothing to show.</summary>
    public ReadOnlyMemory<byte> ToUtf8() => this == None ? default : JsonSerializer.SerializeToUtf8Bytes(this, SummaryJson.Default.RunSummary);

    /// <summary>The metadata alone, as one JSON object; empty when there is none.</summary>
    public ReadOnlyMemory<byte> MetadataToUtf8() =>
        Metadata is null ? default : JsonSerializer.SerializeToUtf8Bytes(Metadata, SummaryJson.Default.IReadOnlyDictionaryStringJsonElement);

    /// <exception cref="JournalFormatException">The bytes are no summary.</exception>
    public static RunSummary Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return utf8.IsEmpty ? None : JsonSerializer.Deserialize(utf8.Span, SummaryJson.Default.RunSummary) ?? None;
        }
        catch (JsonException exception)
        {
            throw new JournalFormatException($"its summary is not readable ({exception.Message})", exception);
        }
    }
}

/// <summary>A question as a summary keeps it.</summary>
/// <param name="Id">The operation.</param>
/// <param name="Name">The declaration's name.</param>
/// <param name="Prompt">The question.</param>
/// <param name="Until">When it expires: UTC, in milliseconds since 1970; 0 for never.</param>
internal sealed record SummarizedAsk(string Id, string Name, AskPrompt Prompt, long Until);

/// <summary>How summaries are stored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UseStringEnumConverter = true,
    MaxDepth = RecordFields.MaxDepth + 8)]
[JsonSerializable(typeof(RunSummary))]
internal sealed partial class SummaryJson : JsonSerializerContext;
