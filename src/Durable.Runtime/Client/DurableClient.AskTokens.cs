using System.Text.Json;
using Durable.Asks;
using Durable.Execution;
using Durable.Generated;
using Durable.Journal;
using Durable.Serialization;
using Durable.Storage;

namespace Durable;

public sealed partial class DurableClient
{
    /// <summary>Makes a token that answers an open question: for a link in a mail, which must work for whoever holds it, once, and for nothing else.</summary>
    /// <remarks>192 random bits; only a hash is stored, so nobody can read a token out of the store. Each call makes another token for the same question; the first answer, however it comes, uses all of them up.</remarks>
    /// <param name="runId">The run that asks.</param>
    /// <param name="askId">The question's id within the run (<see cref="OpenAsk.AskId"/>).</param>
    /// <param name="cancellationToken">Gives up waiting; a token that nobody has seen may have been made all the same.</param>
    /// <returns>The token, once it is durable that it works: letters, digits, <c>-</c>, <c>_</c> and <c>.</c> only. It names the run, and its tenant, in a readable way.</returns>
    /// <exception cref="DurableException">
    /// No token was made: no such run (<see cref="DurableErrorCodes.RunNotFound"/>), it has ended (<see cref="DurableErrorCodes.RunFinished"/>), its workflow is not known here
    /// (<see cref="DurableErrorCodes.WorkflowUnknown"/>), it has not asked this (<see cref="DurableErrorCodes.AskUnknown"/>), somebody has answered already
    /// (<see cref="DurableErrorCodes.AskAnswered"/>), or it is too late (<see cref="DurableErrorCodes.AskExpired"/>).
    /// </exception>
    public async Task<string> CreateAnswerTokenAsync(string runId, string askId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(askId);
        var run = await FindAsync(runId, cancellationToken).ConfigureAwait(false);
        var definition = _workflows.Get(run.Workflow, run.Version, runId);
        CheckUnfinished(run);
        var now = Now().ToUnixTimeMilliseconds();
        if (!await _reader.AskAsync(run, definition, (copy, _) => copy.OpenAsks.Any(open => open.Id == askId && !(open.Until <= now)), cancellationToken).ConfigureAwait(false))
        {
            await ExplainClosedAsync(runId, (id, _) => id == askId, askId, idempotencyKey: null, isFinished: false, cancellationToken).ConfigureAwait(false);
        }

        var token = AskToken.New(Tenant, runId, askId);
        await SendAsync(runId, InboxKinds.AskToken, askId, AskToken.WriteHash(AskToken.HashOf(token)), idempotencyKey: null, cancellationToken).ConfigureAwait(false);
        return token;
    }

    /// <summary>Answers the question that a token was made for.</summary>
    /// <typeparam name="T">The answer's type.</typeparam>
    /// <param name="token">What <see cref="CreateAnswerTokenAsync"/> gave. It works once.</param>
    /// <param name="value">The answer.</param>
    /// <param name="cancellationToken">Gives up waiting; the answer may have been sent all the same.</param>
    /// <returns>Completes once the answer is durable.</returns>
    /// <exception cref="DurableException">
    /// Nothing was stored: no question has this token (<see cref="DurableErrorCodes.AskTokenUnknown"/>), somebody has answered already (<see cref="DurableErrorCodes.AskAnswered"/>), it is too late
    /// (<see cref="DurableErrorCodes.AskExpired"/>, <see cref="DurableErrorCodes.RunFinished"/>), or the question does not allow this answer (<see cref="DurableErrorCodes.AnswerInvalid"/>).
    /// </exception>
    public Task AnswerByTokenAsync<T>(string token, T value, CancellationToken cancellationToken = default) => AnswerByTokenAsync(
        token,
        (open, definition, payloads, runId) =>
        {
            var json = payloads.Write(definition.SerializerOf<T>(open.Id), value, $"answer to '{open.Id}'", runId, open.Id);
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = RecordFields.MaxDepth });
            return open.Check(document.RootElement);
        },
        cancellationToken);

    /// <inheritdoc cref="AnswerByTokenAsync{T}(string, T, CancellationToken)"/>
    /// <param name="token">What <see cref="CreateAnswerTokenAsync"/> gave. It works once.</param>
    /// <param name="value">The answer as JSON, read as the declared type before anything is stored.</param>
    /// <param name="cancellationToken">Gives up waiting; the answer may have been sent all the same.</param>
    public Task AnswerByTokenAsync(string token, JsonElement value, CancellationToken cancellationToken = default) =>
        AnswerByTokenAsync(token, (open, _, _, _) => open.Check(value), cancellationToken);

    private async Task AnswerByTokenAsync(
        string token,
        Func<AskOperation, WorkflowDefinition, PayloadSerializer, string, ReadOnlyMemory<byte>> write,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (AskToken.PlaceOf(token) is not var (tenant, runId, askId) || (Tenant is not null && tenant != Tenant))
        {
            throw UnknownToken();
        }

        if (tenant != Tenant)
        {
            // Whoever brings a token need not know whose question it answers; only a client that is confined to one tenant stays there.
            await ForTenant(tenant!).AnswerByTokenAsync(token, write, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (await _store.Open.FindAsync(runId, cancellationToken).ConfigureAwait(false) is not { } run
            || !await WasMadeAsync(run, askId, AskToken.HashOf(token), cancellationToken).ConfigureAwait(false))
        {
            throw UnknownToken();
        }

        var definition = _workflows.Get(run.Workflow, run.Version, runId);
        await AnswerAsync(
            run,
            definition,
            (id, _) => id == askId,
            askId,
            (open, payloads) => write(open, definition, payloads, runId),
            idempotencyKey: null,
            cancellationToken).ConfigureAwait(false);
    }

    private static DurableException UnknownToken() => new(
        DurableErrorCodes.AskTokenUnknown, "No question has this token.", "Send it exactly as CreateAnswerTokenAsync gave it. Nothing was stored.");

    private async Task<bool> WasMadeAsync(RunRow run, string askId, string hash, CancellationToken cancellationToken)
    {
        // The inbox first: what is taken from it between the two reads is in the journal.
        var inbox = await _store.Open.ReadInboxAsync(run.RunId, after: 0, cancellationToken).ConfigureAwait(false);
        if (inbox.Any(message => message.Entry is { Kind: InboxKinds.AskToken, Name: { } name } entry && name == askId && AskToken.ReadHash(entry.Payload) == hash))
        {
            return true;
        }

        await foreach (var record in _store.Open.ReadJournalAsync(run.RunId, cancellationToken).ConfigureAwait(false))
        {
            if (RecordFields.Read(record.Utf8) is { Kind: "askToken" } fields && fields.Id == askId && AskToken.ReadHash(fields.Data) == hash)
            {
                return true;
            }
        }

        return false;
    }
}
