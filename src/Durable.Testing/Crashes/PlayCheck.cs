using System.Text;
using Durable.Journal;
using Durable.Payloads;
using Durable.Steps;
using Durable.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Testing;

/// <summary>What must hold after a play, whatever died when.</summary>
/// <param name="store">The store as the engine sees it: payloads as they were meant.</param>
/// <param name="caller">The store as callers saw it: payloads as they are stored, and what callers were told.</param>
/// <param name="log">What was written.</param>
/// <param name="services">The callers' services.</param>
/// <param name="comparable">Takes out what may differ.</param>
internal sealed class PlayCheck(PayloadStore store, CallerStore caller, WriteLog log, IServiceProvider services, Func<string, string> comparable)
{
    // At most one record of each line and operation.
    private static readonly Dictionary<string, string> s_once = new(StringComparer.Ordinal)
    {
        ["step"] = "outcome",
        ["stepError"] = "outcome",
        ["wake"] = "end of waiting",
        ["timeout"] = "end of waiting",
        ["answer"] = "answer",
        ["checkpoint"] = "checkpoint",
        ["childEnd"] = "end of a child",
        ["updateEnd"] = "outcome of an update",
        ["streamEnd"] = "end of a stream",
        ["undo"] = "undoing",
        ["return"] = "end of the body",
        ["error"] = "end of the body",
        ["compensate"] = "end of the body",
        ["end"] = "end",
        ["continue"] = "end",
    };

    public async Task<PlayOutcome> OutcomeAsync(string returned)
    {
        var runs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var row in await RowsAsync().ConfigureAwait(false))
        {
            runs.Add(row.RunId, comparable(Describe(row)));
        }

        return new PlayOutcome(comparable(returned), runs);
    }

    /// <summary>The first promise that is broken, or null.</summary>
    public async Task<string?> FindBrokenAsync()
    {
        var rows = await RowsAsync().ConfigureAwait(false);
        foreach (var runId in caller.AcknowledgedRuns)
        {
            if (!rows.Exists(row => row.RunId == runId) && !log.IsDeleted(runId))
            {
                return $"the acknowledged start of run '{runId}' is lost (I1).";
            }
        }

        foreach (var row in rows)
        {
            List<IReadOnlyList<JournalEntry>> journals;
            try
            {
                journals = await JournalsAsync(store, row).ConfigureAwait(false);
            }
            catch (DurableException unreadable)
            {
                return $"the journal of run '{row.RunId}' cannot be read (I6): {unreadable.Message}";
            }

            if (CheckRow(row) is { } unowned)
            {
                return unowned;
            }

            foreach (var journal in journals)
            {
                if ((CheckJournal(row.RunId, journal) ?? CheckOutcomes(row.RunId, journal)) is { } broken)
                {
                    return broken;
                }
            }

            if ((await CheckEndsAsync(row).ConfigureAwait(false) ?? await CheckSignalsAsync(row, journals).ConfigureAwait(false)) is { } lost)
            {
                return lost;
            }
        }

        return null;
    }

    /// <summary>The first run whose journal today's code does not walk through, or null.</summary>
    public async Task<string?> FindUnreplayableAsync()
    {
        foreach (var row in await RowsAsync().ConfigureAwait(false))
        {
            if (services.GetRequiredService<WorkflowRegistry>().Find(row.Workflow, row.Version) is null or StepTaskDefinition)
            {
                // A step on a queue of its own is a run without a body of the author's.
                continue;
            }

            try
            {
                var journals = await JournalsAsync(store, row).ConfigureAwait(false);
                await Replay.VerifyAsync(RunHistory.From(row.RunId, journals[^1]), services).ConfigureAwait(false);
            }
            catch (DurableException exception)
            {
                return $"run '{row.RunId}' does not replay (I2): {exception.Message}";
            }
        }

        return null;
    }

    private static string Describe(RunRow row)
    {
        var info = RunInfoReader.Read(row);
        var text = new StringBuilder(info.Status.ToString());
        if (info.Result is { } result)
        {
            text.Append(" with ").Append(result.GetRawText());
        }

        if (info.Error is { } error)
        {
            text.Append(" (").Append(error.Message.Length == 0 ? error.Kind : error.Message).Append(')');
        }

        if (info.Compensations.Count > 0)
        {
            text.Append(", undone: ").AppendJoin(", ", info.Compensations.Select(report => report.Succeeded ? report.StepId : $"{report.StepId} failed"));
        }

        if (info.Status == RunStatus.Stuck)
        {
            text.Append(": ").Append(info.Reason);
        }

        return text.ToString();
    }

    private static string? CheckRow(RunRow row) =>
        row.State.IsFinished || row.Owner is not null || row.State.WakeAt is not null || row.State.Status is RunStatus.Waiting or RunStatus.Paused or RunStatus.Stuck
            ? null
            : $"run '{row.RunId}' is {row.State.Status}, nobody holds it and nothing wakes it (I3).";

    private static string? CheckJournal(string runId, IReadOnlyList<JournalEntry> journal)
    {
        var last = 0L;
        for (var i = 0; i < journal.Count; i++)
        {
            JournalRecord record;
            try
            {
                record = RecordReader.Read(journal[i]);
            }
            catch (JournalFormatException exception)
            {
                return $"the journal of run '{runId}' cannot be read (I6): {exception.Message}.";
            }

            if (record.Position != i + 1 || record.Timestamp < last || record is StartRecord != (i == 0) || (record.EndsJournal && i < journal.Count - 1 && RecordReader.Read(journal[i + 1]) is not RetryRecord))
            {
                return $"record {i + 1} of run '{runId}' is out of place (I6): {Encoding.UTF8.GetString(journal[i].Utf8.Span)}";
            }

            last = record.Timestamp;
        }

        return null;
    }

    private static string? CheckOutcomes(string runId, IReadOnlyList<JournalEntry> journal)
    {
        var seen = new HashSet<(string What, string? Id)>();
        foreach (var entry in journal)
        {
            var fields = RecordFields.Read(entry.Utf8);
            if (fields.Kind == "retry")
            {
                // What was recorded before may be carried out anew.
                seen.Clear();
            }
            else if (s_once.TryGetValue(fields.Kind, out var what) && !seen.Add((what, fields.Id)))
            {
                return $"run '{runId}' has a second record of the {what}{(fields.Id is null ? "" : $" of '{fields.Id}'")} (I2), at position {entry.Position}.";
            }
        }

        return null;
    }

    /// <summary>An end that a caller was told stays in the journal, be it that the run was retried since.</summary>
    private async Task<string?> CheckEndsAsync(RunRow row)
    {
        var runId = row.RunId;
        var entries = (await JournalsAsync(caller, row).ConfigureAwait(false)).SelectMany(static journal => journal).ToList();
        return !log.IsDeleted(runId) && caller.ToldEnds.Any(told => told.RunId == runId && !entries.Exists(entry => entry.Utf8.Span.SequenceEqual(told.End.Utf8.Span)))
            ? $"an end of run '{runId}' that a caller was told is lost (I1)."
            : null;
    }

    /// <summary>Each signal that was acknowledged is in the journal once, or still in the inbox; only a run whose body is over may have dropped it.</summary>
    private async Task<string?> CheckSignalsAsync(RunRow row, List<IReadOnlyList<JournalEntry>> journals)
    {
        var fields = journals.SelectMany(static journal => journal).Select(entry => RecordFields.Read(entry.Utf8)).ToList();
        var recorded = fields.Where(field => field.Kind == "signal")
            .CountBy(field => (field.Name, Text(field.Data))).ToDictionary();
        var inbox = (await store.ReadInboxAsync(row.RunId, after: 0).ConfigureAwait(false)).Where(message => message.Entry.Kind == InboxKinds.Signal)
            .CountBy(message => (message.Entry.Name, Text(message.Entry.Payload))).ToDictionary();
        var sent = caller.AcknowledgedMessages.Where(message => message.RunId == row.RunId)
            .Select(message => store.Decode(row.RunId, new InboxMessage(0, message.Message)).Entry)
            .Where(message => message.Kind == InboxKinds.Signal)
            .CountBy(message => (message.Name, Text(message.Payload)));
        var isOver = row.State.IsFinished || fields.Exists(field => field.Kind is "return" or "error" or "compensate");
        foreach (var (signal, count) in sent)
        {
            var found = recorded.GetValueOrDefault(signal) + inbox.GetValueOrDefault(signal);
            if (found < count && !isOver)
            {
                return $"an acknowledged signal '{signal.Name}' to run '{row.RunId}' is lost (I1).";
            }
        }

        return null;
    }

    private static string Text(ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(json.Span);

    private async Task<List<RunRow>> RowsAsync()
    {
        var rows = new List<RunRow>();
        await foreach (var row in store.QueryAsync(new RunQuery()).ConfigureAwait(false))
        {
            rows.Add(row);
        }

        return rows;
    }

    private static async Task<List<IReadOnlyList<JournalEntry>>> JournalsAsync(IRunStore store, RunRow row)
    {
        var journals = new List<IReadOnlyList<JournalEntry>>();
        for (var generation = 1; generation <= row.Generation; generation++)
        {
            var entries = new List<JournalEntry>();
            await foreach (var entry in store.ReadJournalAsync(row.RunId, generation).ConfigureAwait(false))
            {
                entries.Add(entry);
            }

            journals.Add(entries);
        }

        return journals;
    }
}
