using Durable.Journal;
using Durable.Storage;

namespace Durable.Children;

/// <summary>How a parent has a completed child undone: it brings the child back to life, once, and reads from its journal what became of it.</summary>
/// <param name="store">Where the child is.</param>
/// <param name="childRunId">The child.</param>
/// <param name="parent">Who asks, as the child knows it.</param>
/// <param name="key">Recorded with the child when it is brought back: whoever asks again finds it there.</param>
internal sealed class ChildReopening(IRunStore store, string childRunId, ParentLink parent, string key)
{
    /// <summary>Brings the child back if that has not been done; null while it is at work.</summary>
    public async Task<ChildUndone?> AskAsync(Func<long> time)
    {
        while (true)
        {
            var journal = new List<RecordFields>();
            await foreach (var entry in store.ReadJournalAsync(childRunId).ConfigureAwait(false))
            {
                journal.Add(RecordFields.Read(entry.Utf8));
            }

            if (journal.Count == 0)
            {
                return NotUndone("it was deleted", spent: 0);
            }

            if (journal[0].Parent != parent)
            {
                return NotUndone($"it is the child of another run ('{journal[0].Parent?.RunId}'), which undoes it itself", spent: 0);
            }

            var end = journal[^1];
            if (end.Kind != "end")
            {
                return null;
            }

            if (journal.Exists(fields => fields.Kind == "retry" && fields.Key == key) || ModeFor(end) is not { } mode)
            {
                return Outcome(end, journal[0].Spent + journal.Sum(static fields => fields.Spend));
            }

            var retry = new RetryRecord { Mode = mode, From = journal.Count, Key = key };
            retry.Stamp(journal.Count + 1, Math.Max(time(), end.Timestamp));
            var outcome = await store.ReopenAsync(new RunReopening
            {
                RunId = childRunId,
                ExpectedLength = journal.Count,
                Records = [RecordWriter.Write(retry)],
                State = new RunState(RunStatus.Compensating),
            }).ConfigureAwait(false);
            if (outcome == ReopenOutcome.Reopened)
            {
                return null;
            }
        }
    }

    // What is undone already needs nothing, and what somebody terminated is not touched again.
    private static RetryMode? ModeFor(in RecordFields end) =>
        RunStatusNames.Parse(end.Required(end.Status, "status")) switch
        {
            RunStatus.Completed => RetryMode.Compensate,
            RunStatus.CompensationFailed => RetryMode.Undo,
            _ => null,
        };

    private ChildUndone Outcome(in RecordFields end, decimal spent)
    {
        var status = RunStatusNames.Parse(end.Required(end.Status, "status"));
        var failed = (end.Undone ?? []).Where(static report => !report.Succeeded).Select(static report => $"'{report.StepId}' ({report.Error!.Message})").ToList();
        return status == RunStatus.Compensated ? new ChildUndone(Error: null, spent)
            : failed.Count > 0 ? NotUndone($"undoing {string.Join(" and ", failed)} failed", spent)
            : NotUndone($"it ended as {status}", spent);
    }

    private ChildUndone NotUndone(string why, decimal spent) =>
        new(new ErrorInfo(DurableErrorCodes.ChildNotUndone, $"The child '{childRunId}' is not undone: {why}."), spent);
}
