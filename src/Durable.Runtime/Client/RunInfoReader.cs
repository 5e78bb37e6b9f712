using System.Text.Json;
using Durable.Journal;
using Durable.Showing;
using Durable.Storage;

namespace Durable;

/// <summary>A store's row to what callers see of it.</summary>
internal static class RunInfoReader
{
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = RecordFields.MaxDepth };

    /// <param name="row">The row.</param>
    /// <param name="view">What the run looks like in memory; null where it is not there.</param>
    public static RunInfo Read(RunRow row, RunView? view = null)
    {
        var state = view?.State ?? row.State;
        var info = new RunInfo
        {
            RunId = row.RunId,
            Tenant = row.Tenant,
            Workflow = row.Workflow,
            Version = row.Version,
            Generation = 1,
            Status = state.Status,
            IsFinished = state.IsFinished,
            Reason = state.Reason ?? (row.Unreadable is { } unreadable ? $"{unreadable.Code}: {unreadable.Message}" : null),
            Queue = row.Queue,
            Priority = row.Priority,
            Tags = row.Tags,
            Trigger = "",
            CreatedAt = row.CreatedAt,
            WakeAt = state.IsFinished ? null : state.WakeAt,
            Worker = row.Owner,
            JournalLength = row.Length,
        };

        try
        {
            return WithSummary(WithEnd(WithStart(info, row.Start), row.End), view?.Summary ?? RunSummary.Read(row.Summary));
        }
        catch (JournalFormatException exception)
        {
            // One run that a newer library wrote must not make every listing fail: its row is shown, with what is wrong.
            return info with { Reason = $"The run's own record cannot be shown because {exception.Message}." };
        }
    }

    private static RunInfo WithStart(RunInfo info, JournalEntry entry) =>
        RecordReader.Read(entry) is StartRecord start
            ? info with
            {
                Generation = start.Generation,
                Trigger = start.Trigger,
                Schedule = start.Schedule?.Schedule,
                Deadline = start.Deadline is { } deadline ? DateTimeOffset.FromUnixTimeMilliseconds(deadline) : null,
                Input = Parse(start.Input),
                Parent = start.Parent is { } parent ? new RunParent(parent.RunId, parent.OperationId) : null,
                StartAt = start.StartAt == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(start.StartAt),
            }
            : throw new JournalFormatException($"record {entry.Position} is not the start of a run");

    private static RunInfo WithSummary(RunInfo info, RunSummary summary) => info with
    {
        State = summary.State,
        PendingOperations = summary.Operations ?? [],
        OpenAsks = OpenAsks(info.RunId, info.Workflow, summary),
        Children = summary.Children ?? [],
        Metadata = summary.Metadata ?? info.Metadata,
    };

    public static IReadOnlyList<OpenAsk> OpenAsks(string runId, string workflow, RunSummary summary) => summary.Asks is null ? [] :
    [
        .. summary.Asks.Select(ask => new OpenAsk(
            runId, workflow, ask.Id, ask.Name, ask.Prompt, ask.Until == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(ask.Until))),
    ];

    private static RunInfo WithEnd(RunInfo info, JournalEntry? entry)
    {
        if (entry is not { } stored)
        {
            return info;
        }

        var end = ReadEnd(stored);
        return info with
        {
            EndedAt = DateTimeOffset.FromUnixTimeMilliseconds(end.Timestamp),
            Result = Parse(end.Result),
            Error = end.Error,
            Compensations = end.Compensations,
        };
    }

    public static EndRecord ReadEnd(JournalEntry entry) =>
        RecordReader.Read(entry) as EndRecord ?? throw new JournalFormatException($"record {entry.Position} is not the end of a run");

    public static JsonElement? Parse(ReadOnlyMemory<byte> json)
    {
        if (json.IsEmpty)
        {
            return null;
        }

        // The element outlives the row, so it must not keep the bytes of a whole journal segment alive.
        using var document = JsonDocument.Parse(json, s_options);
        return document.RootElement.Clone();
    }
}
