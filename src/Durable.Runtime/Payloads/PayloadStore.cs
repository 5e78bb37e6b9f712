using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Durable.Storage;

namespace Durable.Payloads;

/// <summary>
/// A store as the engine sees it: payloads go in and come out as plain JSON, and are encoded, or kept as artifacts, in between. Nothing above it knows of codecs
/// and artifacts, so everything that reads or writes a journal (replay, queries, forks, exports) works on what was meant.
/// </summary>
/// <param name="store">The store itself.</param>
/// <param name="encoding">What is done to payloads.</param>
internal sealed partial class PayloadStore(IRunStore store, PayloadEncoding encoding) : IRunStore
{
    public ValueTask OpenAsync(CancellationToken cancellationToken = default) => store.OpenAsync(cancellationToken);

    public ValueTask<CreateOutcome> CreateAsync(NewRun run, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        return CreateEncodedAsync(run, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<ClaimedRun>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken = default)
    {
        var claimed = await store.ClaimAsync(request, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < claimed.Count; i++)
        {
            if (claimed[i].Journal.Any(NeedsDecoding) || claimed[i].Inbox.Any(NeedsDecoding) || IsEncodedSummary(claimed[i].Run.Summary))
            {
                var decoded = claimed.ToArray();
                for (; i < decoded.Length; i++)
                {
                    decoded[i] = await DecodeAsync(decoded[i]).ConfigureAwait(false);
                }

                return decoded;
            }
        }

        return claimed;
    }

    public ValueTask WaitForClaimableAsync(ClaimRequest request, CancellationToken cancellationToken = default) =>
        store.WaitForClaimableAsync(request, cancellationToken);

    public ValueTask<CommitOutcome> CommitAsync(RunCommit commit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(commit);
        return IsPlain(commit) ? store.CommitAsync(commit, cancellationToken) : CommitEncodedAsync(commit, cancellationToken);
    }

    public ValueTask<InboxOutcome> AppendInboxAsync(string runId, InboxEntry message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return store.AppendInboxAsync(runId, Encode(runId, message), cancellationToken);
    }

    public async ValueTask<IReadOnlyList<InboxMessage>> ReadInboxAsync(string runId, long after, CancellationToken cancellationToken = default) =>
        Decode(runId, await store.ReadInboxAsync(runId, after, cancellationToken).ConfigureAwait(false));

    public async ValueTask<IReadOnlyList<InboxMessage>> ReadInboxAsync(RunLease lease, long after, CancellationToken cancellationToken = default) =>
        Decode(lease.RunId, await store.ReadInboxAsync(lease, after, cancellationToken).ConfigureAwait(false));

    public ValueTask<IReadOnlyList<RunLease>> RenewAsync(
        IReadOnlyList<RunLease> leases, TimeSpan duration, CancellationToken cancellationToken = default) =>
        store.RenewAsync(leases, duration, cancellationToken);

    public ValueTask ReleaseAsync(RunLease lease, CancellationToken cancellationToken = default) => store.ReleaseAsync(lease, cancellationToken);

    public async ValueTask<RunRow?> FindAsync(string runId, CancellationToken cancellationToken = default) =>
        await store.FindAsync(runId, cancellationToken).ConfigureAwait(false) is { } row ? await DecodeAsync(row, cancellationToken).ConfigureAwait(false) : null;

    public async IAsyncEnumerable<RunRow> QueryAsync(RunQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var row in store.QueryAsync(query, cancellationToken).ConfigureAwait(false))
        {
            yield return await DecodeAsync(row, cancellationToken).ConfigureAwait(false);
        }
    }

    public IAsyncEnumerable<JournalEntry> ReadJournalAsync(string runId, CancellationToken cancellationToken = default) =>
        DecodeAsync(runId, store.ReadJournalAsync(runId, cancellationToken), cancellationToken);

    public IAsyncEnumerable<JournalEntry> ReadJournalAsync(string runId, int generation, int after = 0, CancellationToken cancellationToken = default) =>
        DecodeAsync(runId, store.ReadJournalAsync(runId, generation, after, cancellationToken), cancellationToken);

    public async ValueTask<ReopenOutcome> ReopenAsync(RunReopening reopening, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reopening);
        var artifacts = new List<PayloadArtifact>();
        var encoded = new RunReopening
        {
            RunId = reopening.RunId,
            ExpectedLength = reopening.ExpectedLength,
            Records = Encode(reopening.RunId, reopening.Records, artifacts),
            State = reopening.State,
        };
        await KeepAsync(reopening.RunId, artifacts, cancellationToken).ConfigureAwait(false);
        return await store.ReopenAsync(encoded, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<DeleteOutcome> DeleteAsync(string runId, CancellationToken cancellationToken = default) => store.DeleteAsync(runId, cancellationToken);

    public async ValueTask<RunEnd?> WaitForEndAsync(string runId, string? workflow = null, CancellationToken cancellationToken = default)
    {
        var end = await store.WaitForEndAsync(runId, workflow, cancellationToken).ConfigureAwait(false);
        return end is { End: { } entry } && NeedsDecoding(entry)
            ? end with { End = await DecodeAsync(runId, entry, cancellationToken).ConfigureAwait(false) }
            : end;
    }

    public async ValueTask<RunRow?> WaitForChangeAsync(RunRow known, CancellationToken cancellationToken = default) =>
        await store.WaitForChangeAsync(known, cancellationToken).ConfigureAwait(false) is { } row ? await DecodeAsync(row, cancellationToken).ConfigureAwait(false) : null;

    public ValueTask KeepArtifactAsync(string runId, string artifactId, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default) =>
        store.KeepArtifactAsync(runId, artifactId, bytes, cancellationToken);

    public ValueTask<ReadOnlyMemory<byte>?> ReadArtifactAsync(string runId, string artifactId, CancellationToken cancellationToken = default) =>
        store.ReadArtifactAsync(runId, artifactId, cancellationToken);

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private bool IsPlain(RunCommit commit)
    {
        for (var i = 0; i < commit.Records.Count; i++)
        {
            if (!encoding.IsPlain(commit.Records[i].Utf8.Length))
            {
                return false;
            }
        }

        // Counted first: a step's commit has none of these, and is to cost nothing here.
        return (commit.Summary is null || encoding.IsPlain(0))
            && (commit.NextGeneration is not { } next || IsPlain(next))
            && (commit.NewRuns.Count == 0 || commit.NewRuns.All(IsPlain))
            && (commit.Messages.Count == 0 || commit.Messages.All(message => encoding.IsPlain(message.Entry.Payload.Length)));
    }

    private bool IsPlain(NewRun run) =>
        encoding.IsPlain(run.Start.Utf8.Length)
        && (run.History.Count == 0 || run.History.All(entry => encoding.IsPlain(entry.Utf8.Length)))
        && (run.Messages.Count == 0 || run.Messages.All(message => encoding.IsPlain(message.Payload.Length)));

    private async ValueTask<CreateOutcome> CreateEncodedAsync(NewRun run, CancellationToken cancellationToken)
    {
        var artifacts = new List<PayloadArtifact>();
        var encoded = IsPlain(run) ? run : Encode(run, artifacts);
        await KeepAsync(run.RunId, artifacts, cancellationToken).ConfigureAwait(false);
        var outcome = await store.CreateAsync(encoded, cancellationToken).ConfigureAwait(false);
        if (outcome.Created)
        {
            // Again, because a run of the same id may have been deleted in between, and its artifacts with it: what is there already costs no more than a look.
            await KeepAsync(run.RunId, artifacts, cancellationToken).ConfigureAwait(false);
        }

        return outcome with { Run = await DecodeAsync(outcome.Run, cancellationToken).ConfigureAwait(false) };
    }

    private async ValueTask<CommitOutcome> CommitEncodedAsync(RunCommit commit, CancellationToken cancellationToken)
    {
        // Before the commit that refers to them; left over if that does not come about, and gone with the run.
        var artifacts = new List<PayloadArtifact>();
        var records = Encode(commit.Lease.RunId, commit.Records, artifacts);
        var next = commit.NextGeneration is { } generation ? Encode(generation, artifacts) : null;
        await KeepAsync(commit.Lease.RunId, artifacts, cancellationToken).ConfigureAwait(false);
        var created = new List<NewRun>(commit.NewRuns.Count);
        foreach (var run in commit.NewRuns)
        {
            artifacts.Clear();
            created.Add(Encode(run, artifacts));
            await KeepAsync(run.RunId, artifacts, cancellationToken).ConfigureAwait(false);
        }

        return await store.CommitAsync(
            commit with
            {
                Records = records,
                Summary = commit.Summary is { } summary ? EncodeSummary(commit.Lease.RunId, summary) : null,
                NextGeneration = next,
                NewRuns = created,
                Messages = [.. commit.Messages.Select(message => message with { Entry = Encode(message.RunId, message.Entry) })],
            },
            cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask KeepAsync(string runId, List<PayloadArtifact> artifacts, CancellationToken cancellationToken)
    {
        foreach (var artifact in artifacts)
        {
            await store.KeepArtifactAsync(runId, artifact.Id, artifact.Bytes, cancellationToken).ConfigureAwait(false);
        }
    }

    private NewRun Encode(NewRun run, List<PayloadArtifact> artifacts) => run with
    {
        Start = Encode(run.RunId, run.Start, artifacts),
        History = Encode(run.RunId, run.History, artifacts),
        Messages = [.. run.Messages.Select(message => Encode(run.RunId, message))],
    };

    private IReadOnlyList<JournalEntry> Encode(string runId, IReadOnlyList<JournalEntry> entries, List<PayloadArtifact> artifacts) =>
        entries.Count == 0 ? entries : [.. entries.Select(entry => Encode(runId, entry, artifacts))];

    private JournalEntry Encode(string runId, JournalEntry entry, List<PayloadArtifact> artifacts)
    {
        if (encoding.IsPlain(entry.Utf8.Length))
        {
            return entry;
        }

        var payloads = RecordPayloads.Find(entry.Utf8, areEncoded: false);
        var values = new ReadOnlyMemory<byte>?[payloads.Fields.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var field = payloads.Fields[i];
            values[i] = encoding.Encode(payloads.Value(field).Span, Place(runId, entry.Position, payloads, field), artifacts) is { } envelope ? envelope : (ReadOnlyMemory<byte>?)null;
        }

        return values.All(static value => value is null) ? entry : entry with { Utf8 = payloads.Replace(values) };
    }

    /// <summary>A summary holds questions and metadata; as a whole it is one payload, never an artifact: it changes all the time.</summary>
    private ReadOnlyMemory<byte> EncodeSummary(string runId, ReadOnlyMemory<byte> summary)
    {
        if (summary.IsEmpty || encoding.Encode(summary.Span, SummaryPlace(runId), artifacts: null) is not { } envelope)
        {
            return summary;
        }

        return (byte[])[.. SummaryOpening, .. envelope, (byte)'}'];
    }

    private ReadOnlyMemory<byte> DecodeSummary(string runId, ReadOnlyMemory<byte> summary)
    {
        if (!IsEncodedSummary(summary))
        {
            return summary;
        }

        try
        {
            var envelope = PayloadEncoding.Read(summary.Span[SummaryOpening.Length..^1]);
            return encoding.Decode(envelope, artifact: null, SummaryPlace(runId));
        }
        catch (DurableException unreadable) when (PayloadErrors.IsOne(unreadable))
        {
            throw unreadable.In(runId, "The summary");
        }
    }

    private static ReadOnlySpan<byte> SummaryOpening => "{\"@\":"u8;

    private static bool IsEncodedSummary(ReadOnlyMemory<byte> summary) => summary.Span.StartsWith(SummaryOpening);

    private static byte[] SummaryPlace(string runId) => Encoding.UTF8.GetBytes($"{runId}\u001Esummary");

    private static bool NeedsDecoding(JournalEntry entry) => RecordPayloads.MayBeEncoded(entry.Utf8.Span);

    /// <summary>A run with a payload that cannot be read is handed out all the same, so that its worker can park it and say why.</summary>
    private async ValueTask<ClaimedRun> DecodeAsync(ClaimedRun run)
    {
        var key = run.Lease.RunId;
        try
        {
            // First what others sent: it may ask for the run to be terminated, which needs no journal, nor anything else that was sent.
            run = DecodeInbox(key, run);
            if (run.Unreadable is not null)
            {
                return run;
            }

            run = run with { Run = run.Run with { Summary = DecodeSummary(key, run.Run.Summary) } };
            var journal = new JournalEntry[run.Journal.Count];
            for (var i = 0; i < journal.Length; i++)
            {
                journal[i] = await DecodeAsync(key, run.Journal[i], CancellationToken.None).ConfigureAwait(false);
            }

            return run with { Journal = journal };
        }
        catch (DurableException unreadable) when (PayloadErrors.IsOne(unreadable))
        {
            return run with { Unreadable = unreadable };
        }
    }

    private async ValueTask<RunRow> DecodeAsync(RunRow row, CancellationToken cancellationToken)
    {
        if (!NeedsDecoding(row.Start) && (row.End is not { } last || !NeedsDecoding(last)) && !IsEncodedSummary(row.Summary))
        {
            return row;
        }

        try
        {
            return row with
            {
                Start = await DecodeAsync(row.RunId, row.Start, cancellationToken).ConfigureAwait(false),
                End = row.End is { } end ? await DecodeAsync(row.RunId, end, cancellationToken).ConfigureAwait(false) : null,
                Summary = DecodeSummary(row.RunId, row.Summary),
            };
        }
        catch (DurableException unreadable) when (PayloadErrors.IsOne(unreadable))
        {
            // One such run must not make every listing fail, and one that goes on must stay reachable.
            return row with { Summary = IsEncodedSummary(row.Summary) ? default : row.Summary, Unreadable = unreadable };
        }
    }

    private async IAsyncEnumerable<JournalEntry> DecodeAsync(
        string runId, IAsyncEnumerable<JournalEntry> journal, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in journal.ConfigureAwait(false))
        {
            yield return NeedsDecoding(entry) ? await DecodeAsync(runId, entry, cancellationToken).ConfigureAwait(false) : entry;
        }
    }

    private async ValueTask<JournalEntry> DecodeAsync(string runId, JournalEntry entry, CancellationToken cancellationToken)
    {
        if (!NeedsDecoding(entry))
        {
            return entry;
        }

        RecordPayloads payloads;
        try
        {
            payloads = RecordPayloads.Find(entry.Utf8, areEncoded: true);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Whoever reads the record says what is wrong with it.
            return entry;
        }

        var values = new ReadOnlyMemory<byte>?[payloads.Fields.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var field = payloads.Fields[i];
            try
            {
                var envelope = PayloadEncoding.Read(payloads.Value(field).Span);
                var artifact = envelope.Artifact is { } id ? await store.ReadArtifactAsync(runId, id, cancellationToken).ConfigureAwait(false) : (ReadOnlyMemory<byte>?)null;
                values[i] = encoding.Decode(envelope, artifact, Place(runId, entry.Position, payloads, field));
            }
            catch (DurableException unreadable) when (PayloadErrors.IsOne(unreadable))
            {
                throw unreadable.In(runId, string.Create(CultureInfo.InvariantCulture, $"The field '{field.Path}' of record {entry.Position}"));
            }
        }

        return values.Length == 0 ? entry : entry with { Utf8 = payloads.Replace(values) };
    }

    /// <summary>Run, position, kind and operation, field: what a codec may bind a payload to. The separator is in none of them.</summary>
    private static byte[] Place(string runId, int position, RecordPayloads record, PayloadField field) => Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{runId}\u001E{position}\u001E{record.Kind}\u001E{record.OperationId}\u001E{field.Path}"));
}
