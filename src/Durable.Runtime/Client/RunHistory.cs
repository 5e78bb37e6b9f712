using System.Text;
using System.Text.Json;
using Durable.Journal;
using Durable.Storage;

namespace Durable;

/// <summary>One generation of a run as it was recorded, outside any store: to be kept in a file, looked at, or replayed against today's code.</summary>
/// <remarks>
/// Written as JSON lines (UTF-8): a header <c>{"history":1,"run":"order-1"}</c>, whose number is the format, and then the records, one per line, as
/// <see cref="HistoryRecord.ToJson"/> shows them. What a run recorded stands in it in the clear, sensitive values included.
/// </remarks>
public sealed class RunHistory
{
    /// <summary>The newest format this version reads, and the one it writes.</summary>
    public const int FormatVersion = 1;

    private readonly StartRecord _start;

    private RunHistory(string runId, IReadOnlyList<HistoryRecord> records, StartRecord start)
    {
        RunId = runId;
        Records = records;
        _start = start;
    }

    /// <summary>The run's id; what the run draws from <see cref="WorkflowContext.Random"/> follows from it.</summary>
    public string RunId { get; }

    /// <summary>The workflow's stable name.</summary>
    public string Workflow => _start.Workflow;

    /// <summary>The version of the workflow that the run started with.</summary>
    public int Version => _start.Version;

    /// <summary>Which life of the run this is, from 1.</summary>
    public int Generation => _start.Generation;

    /// <summary>The records, from the first on, without gaps. The last one is the run's end, unless it was exported before that.</summary>
    public IReadOnlyList<HistoryRecord> Records { get; }

    /// <summary>Reads a history.</summary>
    /// <param name="reader">Positioned at the header. Read to its end.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DurableException">
    /// It is none, or is damaged (<see cref="DurableErrorCodes.HistoryInvalid"/>); or a newer version wrote it (<see cref="DurableErrorCodes.HistoryTooNew"/>).
    /// </exception>
    public static async Task<RunHistory> ReadAsync(TextReader reader, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var header = await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false);
        var runId = ReadHeader(header ?? throw Invalid(1, "it is empty"));
        var entries = new List<JournalEntry>();
        while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (line.Length > 0)
            {
                entries.Add(new JournalEntry(entries.Count + 1, Encoding.UTF8.GetBytes(line)));
            }
        }

        return From(runId, entries);
    }

    /// <summary>Reads a history.</summary>
    /// <param name="text">The lines of it.</param>
    /// <exception cref="DurableException">As for <see cref="ReadAsync"/>.</exception>
    public static RunHistory Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        using var reader = new StringReader(text);

        // Reading a string never waits.
        return ReadAsync(reader).GetAwaiter().GetResult();
    }

    /// <summary>Writes the history, line by line, each ended by a line feed.</summary>
    /// <param name="writer">Where to; it is not closed.</param>
    /// <param name="cancellationToken">Gives up in between.</param>
    public async Task WriteAsync(TextWriter writer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(writer);
        await writer.WriteAsync($"{Header(RunId)}\n".AsMemory(), cancellationToken).ConfigureAwait(false);
        foreach (var record in Records)
        {
            await writer.WriteAsync($"{record.ToJson()}\n".AsMemory(), cancellationToken).ConfigureAwait(false);
        }

        await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The lines of it, as <see cref="WriteAsync"/> writes them.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"{Header(RunId)}\n");
        foreach (var record in Records)
        {
            text.Append(record.ToJson()).Append('\n');
        }

        return text.ToString();
    }

    /// <exception cref="DurableException">As for <see cref="ReadAsync"/>.</exception>
    internal static RunHistory From(string runId, IReadOnlyList<JournalEntry> entries)
    {
        var records = new List<HistoryRecord>(entries.Count);
        StartRecord? start = null;
        foreach (var entry in entries)
        {
            var line = entry.Position + 1;
            JournalRecord record;
            try
            {
                record = RecordReader.Read(entry);
            }
            catch (JournalFormatException newer) when (newer.IsNewer)
            {
                throw TooNew(runId, $"Line {line} of the history of run '{runId}' cannot be read: {newer.Message}.");
            }
            catch (JournalFormatException exception)
            {
                throw Invalid(line, exception.Message, runId);
            }

            if (record.Position != entry.Position)
            {
                throw Invalid(line, $"it holds record {record.Position}, not {entry.Position}: a line is missing, doubled or out of order", runId);
            }

            if (record is StartRecord first == (entry.Position > 1))
            {
                throw Invalid(line, entry.Position == 1 ? "a run's first record is its start" : "the run starts a second time", runId);
            }

            start ??= (StartRecord)record;
            records.Add(HistoryRecord.Read(runId, entry));
        }

        return new RunHistory(runId, records, start ?? throw Invalid(2, "there are no records", runId));
    }

    internal IEnumerable<JournalEntry> Entries() => Records.Select(static record => new JournalEntry(record.Position, record.Utf8));

    private static string ReadHeader(string line)
    {
        try
        {
            using var header = JsonDocument.Parse(line);
            if (header.RootElement.ValueKind == JsonValueKind.Object && header.RootElement.TryGetProperty("history", out var format))
            {
                if (format.GetInt32() > FormatVersion)
                {
                    throw TooNew(runId: null, $"The history is of format {format.GetInt32()}; this version of the library reads format {FormatVersion} and older ones.");
                }

                return RunIds.Check(header.RootElement.GetProperty("run").GetString()!);
            }
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentNullException)
        {
            throw Invalid(1, "it is no header of a history", inner: exception);
        }

        throw Invalid(1, "it is no header of a history");
    }

    private static string Header(string runId)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("history", FormatVersion);
            writer.WriteString("run", runId);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static DurableException Invalid(int line, string why, string? runId = null, Exception? inner = null) => new(
        DurableErrorCodes.HistoryInvalid,
        $"Line {line} of the history cannot be read: {why}.",
        "Export it again with ExportHistoryAsync, and keep the file as it is.",
        runId,
        innerException: inner);

    private static DurableException TooNew(string? runId, string message) => new(
        DurableErrorCodes.HistoryTooNew, message, "Read it with the version that wrote it.", runId);
}
