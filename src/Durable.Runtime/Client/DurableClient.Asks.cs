using System.Runtime.CompilerServices;
using System.Text.Json;
using Durable.Asks;
using Durable.Execution;
using Durable.Journal;
using Durable.Payloads;
using Durable.Showing;
using Durable.Storage;

namespace Durable;

public sealed partial class DurableClient
{
    private static readonly RunQuery s_unfinished = new() { Statuses = [.. Enum.GetValues<RunStatus>().Where(status => !new RunState(status).IsFinished)] };

    /// <summary>The questions that wait for answers, over all runs, newest run first. Reads no journals.</summary>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    public async IAsyncEnumerable<OpenAsk> ListAsksAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var run in _store.Open.QueryAsync(s_unfinished, cancellationToken).ConfigureAwait(false))
        {
            foreach (var ask in await ReadReadableAsksAsync(run, cancellationToken).ConfigureAwait(false))
            {
                yield return ask;
            }
        }
    }

    /// <summary>Answers a question.</summary>
    /// <typeparam name="T">The answer's type.</typeparam>
    /// <param name="runId">The run that asks.</param>
    /// <param name="ask">The question, as declared on the run's workflow class; of several open ones, the one asked first.</param>
    /// <param name="value">The answer.</param>
    /// <param name="idempotencyKey">1 to 200 printable characters; answering again with the same key changes nothing and is no error. Null for no such check.</param>
    /// <param name="cancellationToken">Gives up waiting; the answer may have been sent all the same.</param>
    /// <returns>Completes once the answer is durable.</returns>
    /// <exception cref="DurableException">
    /// Nothing was stored: no such run (<see cref="DurableErrorCodes.RunNotFound"/>), it has ended (<see cref="DurableErrorCodes.RunFinished"/>), it has not asked this
    /// (<see cref="DurableErrorCodes.AskUnknown"/>), somebody has answered already (<see cref="DurableErrorCodes.AskAnswered"/>), it is too late
    /// (<see cref="DurableErrorCodes.AskExpired"/>), or the question does not allow this answer (<see cref="DurableErrorCodes.AnswerInvalid"/>).
    /// </exception>
    public async Task AnswerAsync<T>(string runId, Ask<T> ask, T value, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ask);
        var run = await FindAsync(runId, cancellationToken).ConfigureAwait(false);
        var definition = _workflows.Get(run.Workflow, run.Version, runId);
        await AnswerAsync(run, definition, ask, value, idempotencyKey, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Answers a question that <see cref="ListAsksAsync"/> showed.</summary>
    /// <param name="runId">The run that asks.</param>
    /// <param name="askId">The question's id within the run.</param>
    /// <param name="value">The answer as JSON, read as the declared type before anything is stored.</param>
    /// <param name="idempotencyKey">1 to 200 printable characters; answering again with the same key changes nothing and is no error. Null for no such check.</param>
    /// <param name="cancellationToken">Gives up waiting; the answer may have been sent all the same.</param>
    /// <returns>Completes once the answer is durable.</returns>
    /// <exception cref="DurableException">Nothing was stored; as for the typed overload.</exception>
    public async Task AnswerAsync(string runId, string askId, JsonElement value, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(askId);
        var run = await FindAsync(runId, cancellationToken).ConfigureAwait(false);
        var definition = _workflows.Get(run.Workflow, run.Version, runId);
        await AnswerAsync(
            run, definition, (id, _) => id == askId, askId, (open, _) => open.Check(value), idempotencyKey, cancellationToken).ConfigureAwait(false);
    }

    internal async Task AnswerAsync<T>(
        string runId, WorkflowDefinition definition, Ask<T> ask, T value, string? idempotencyKey, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ask);
        var run = await FindAsync(runId, cancellationToken).ConfigureAwait(false);
        CheckWorkflow(run, definition);
        await AnswerAsync(run, _workflows.Get(run.Workflow, run.Version, runId), ask, value, idempotencyKey, cancellationToken).ConfigureAwait(false);
    }

    private Task AnswerAsync<T>(
        RunRow run, WorkflowDefinition definition, Ask<T> ask, T value, string? idempotencyKey, CancellationToken cancellationToken) =>
        AnswerAsync(
            run,
            definition,
            (_, name) => name == ask.Name,
            ask.Name,
            (open, payloads) =>
            {
                var json = payloads.Write(definition.SerializerOf<T>(open.Id), value, $"answer to '{open.Id}'", run.RunId, open.Id);
                using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = RecordFields.MaxDepth });
                return open.Check(document.RootElement);
            },
            idempotencyKey,
            cancellationToken);

    private async Task AnswerAsync(
        RunRow run,
        WorkflowDefinition definition,
        Func<string, string, bool> isMeant,
        string what,
        Func<AskOperation, Serialization.PayloadSerializer, ReadOnlyMemory<byte>> write,
        string? idempotencyKey,
        CancellationToken cancellationToken)
    {
        CheckKey(idempotencyKey);
        if (idempotencyKey is not null && await FindAnswerAsync(run.RunId, isMeant, cancellationToken).ConfigureAwait(false) is { Answer: { } known } && known.Key == idempotencyKey)
        {
            return;
        }

        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        var isFinished = run.State.IsFinished;
        var message = isFinished ? null : await _reader.AskAsync(run, definition, Compose, cancellationToken).ConfigureAwait(false);
        if (message is not null)
        {
            // One key for all answers to a question: the store itself refuses the second, whoever sends it.
            var outcome = await _store.Open.AppendInboxAsync(run.RunId, message, cancellationToken).ConfigureAwait(false);
            if (outcome == InboxOutcome.Stored)
            {
                return;
            }

            isFinished = outcome == InboxOutcome.RunFinished;
        }

        await ExplainClosedAsync(run.RunId, isMeant, what, idempotencyKey, isFinished, cancellationToken).ConfigureAwait(false);

        InboxEntry? Compose(ActiveRun copy, WorkflowContext context) => copy.OpenAsks.FirstOrDefault(open => isMeant(open.Id, open.Name) && !(open.Until <= now)) is { } ask
            ? new InboxEntry(
                InboxKinds.Answer,
                ask.Id,
                new AnswerMessage(idempotencyKey, write(ask, _payloads)).ToPayload(),
                Now(),
                string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{InboxKinds.Answer}/{context.Generation}/{ask.Id}"))
            : null;
    }

    /// <summary>Returns when it was the caller's own answer, sent before; otherwise says why there is nothing to answer.</summary>
    private async Task ExplainClosedAsync(
        string runId, Func<string, string, bool> isMeant, string what, string? idempotencyKey, bool isFinished, CancellationToken cancellationToken)
    {
        var found = await FindAnswerAsync(runId, isMeant, cancellationToken).ConfigureAwait(false);
        if (found is { Answer: { } answer })
        {
            if (answer.Key is not null && answer.Key == idempotencyKey)
            {
                return;
            }

            throw new DurableException(
                DurableErrorCodes.AskAnswered, $"'{what}' of the run '{runId}' has been answered already.", "Nothing was stored.", runId, what);
        }

        if (isFinished)
        {
            throw Finished(runId);
        }

        throw found is null
            ? new DurableException(DurableErrorCodes.AskUnknown, $"The run '{runId}' has not asked '{what}'.", "See ListAsksAsync for what is open. Nothing was stored.", runId, what)
            : new DurableException(DurableErrorCodes.AskExpired, $"'{what}' of the run '{runId}' is no longer open: it expired, or the run withdrew it.", "Nothing was stored.", runId, what);
    }

    /// <summary>The last answer to a question that is meant; null where none was asked.</summary>
    private async Task<FoundAsk?> FindAnswerAsync(string runId, Func<string, string, bool> isMeant, CancellationToken cancellationToken)
    {
        var asked = new HashSet<string>(StringComparer.Ordinal);
        var answers = new Dictionary<string, AnswerRecord>(StringComparer.Ordinal);

        // In this order: an answer that the run takes in between is in both, and not in neither.
        var inbox = await _store.Open.ReadInboxAsync(runId, after: 0, cancellationToken).ConfigureAwait(false);
        await foreach (var entry in _store.Open.ReadJournalAsync(runId, cancellationToken).ConfigureAwait(false))
        {
            switch (ReadRecord(runId, entry))
            {
                case AskRecord ask when isMeant(ask.OperationId, ask.AskName):
                    asked.Add(ask.OperationId);
                    break;
                case AnswerRecord answer:
                    answers[answer.OperationId] = answer;
                    break;
                case ForkRecord:
                    // What was answered before was answered to the run that this one was forked from: the keys of that are not this one's.
                    foreach (var copied in answers.Values.ToList())
                    {
                        answers[copied.OperationId] = new AnswerRecord(copied.OperationId);
                    }

                    break;
                default:
                    break;
            }
        }

        foreach (var message in inbox)
        {
            if (message.Entry is { Kind: InboxKinds.Answer, Name: { } id } && !answers.ContainsKey(id))
            {
                answers[id] = new AnswerRecord(id) { Key = AnswerMessage.Read(message.Entry, runId).Key };
            }
        }

        // A question that was answered before it was recorded is known by its answer alone.
        var last = answers.Values.LastOrDefault(answer => asked.Contains(answer.OperationId) || isMeant(answer.OperationId, answer.OperationId));
        return last is null && asked.Count == 0 ? null : new FoundAsk(last);
    }

    // Nor may one whose payloads cannot be decoded here make the listing of the others fail.
    private async Task<IReadOnlyList<OpenAsk>> ReadReadableAsksAsync(RunRow listed, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadOpenAsksAsync(listed, cancellationToken).ConfigureAwait(false);
        }
        catch (DurableException unreadable) when (PayloadErrors.IsOne(unreadable))
        {
            return [];
        }
    }

    private async Task<IReadOnlyList<OpenAsk>> ReadOpenAsksAsync(RunRow listed, CancellationToken cancellationToken)
    {
        if (!_runs.ContainsKey(_store.Key(listed.RunId)) && SummaryOf(listed).Asks is null)
        {
            return [];
        }

        // In this order: an answer that the run takes in between is missing in the first and counts in the second.
        var inbox = await _store.Open.ReadInboxAsync(listed.RunId, after: 0, cancellationToken).ConfigureAwait(false);
        if (await _store.Open.FindAsync(listed.RunId, cancellationToken).ConfigureAwait(false) is not { State.IsFinished: false } run)
        {
            return [];
        }

        var summary = (await ShowAsync(run, cancellationToken).ConfigureAwait(false))?.Summary ?? SummaryOf(run);
        if (summary.More > 0)
        {
            // A row keeps so many; the run itself knows all.
            summary = await AskSummaryAsync(run, cancellationToken).ConfigureAwait(false) ?? summary;
        }

        var now = Now();
        var answered = inbox.Where(message => message.Entry.Kind == InboxKinds.Answer).Select(message => message.Entry.Name).ToHashSet();
        return [.. RunInfoReader.OpenAsks(run.RunId, run.Workflow, summary).Where(ask => !(ask.ExpiresAt <= now) && !answered.Contains(ask.AskId))];
    }

    // Only a listing: one run that a newer library wrote must not make it fail.
    private static RunSummary SummaryOf(RunRow run)
    {
        try
        {
            return RunSummary.Read(run.Summary);
        }
        catch (JournalFormatException)
        {
            return RunSummary.None;
        }
    }

    /// <summary>What the run shows, from its journal; null where that cannot be told, because the code is not here or does not fit any more.</summary>
    private async Task<RunSummary?> AskSummaryAsync(RunRow run, CancellationToken cancellationToken)
    {
        if (run.State.IsSettled || _workflows.Find(run.Workflow, run.Version) is not { } definition)
        {
            return null;
        }

        try
        {
            return await _reader.AskAsync(run, definition, static (copy, _) => copy.SummarizeAll(), cancellationToken).ConfigureAwait(false);
        }
        catch (DurableException exception) when (exception.Code is DurableErrorCodes.ReplayMismatch or DurableErrorCodes.JournalTooNew)
        {
            // Its worker will park the run and say so.
            return null;
        }
    }

    private sealed record FoundAsk(AnswerRecord? Answer);
}
