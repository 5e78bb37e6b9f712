using Durable.Journal;
using Durable.Storage;

namespace Durable;

public sealed partial class DurableClient
{
    /// <summary>
    /// Starts a new run that has already done what another one did before an operation, and goes on by itself from there. The original is not touched, whatever its state.
    /// </summary>
    /// <remarks>
    /// The fork has a copy of the original's records up to the operation's first one: their results, its tags, queue and priority, but not its time-out, its place as somebody's child, or messages
    /// it takes later. Idempotency keys are those of the new run: to the services that its steps call, everything it does is new. Undoing a step whose record was copied undoes what the original
    /// did, under a key of the fork's; so undo such a step in one of the two runs only. What the body draws from <see cref="WorkflowContext.Random"/> is the same up to the fork and another afterwards.
    /// </remarks>
    /// <param name="runId">The run to copy from, in its present generation.</param>
    /// <param name="atOperation">The recorded id of the operation that the fork does itself (<c>charge</c>, <c>charge#2</c>).</param>
    /// <param name="newRunId">The new run's id: 1 to 200 printable characters. Default: a generated one. Forking again under the same id, from the same place, changes nothing.</param>
    /// <param name="cancellationToken">Gives up waiting; the run may have been started all the same.</param>
    /// <returns>The new run's id, once its start is durable.</returns>
    /// <exception cref="DurableException">
    /// Nothing was started: no such run (<see cref="DurableErrorCodes.RunNotFound"/>), it has recorded no such operation (<see cref="DurableErrorCodes.StepUnknown"/>), a child that it had started
    /// before had not ended by then (<see cref="DurableErrorCodes.ForkRefused"/>), or the new id is bad or taken (<see cref="DurableErrorCodes.RunIdInvalid"/>, <see cref="DurableErrorCodes.RunExists"/>).
    /// </exception>
    public async Task<string> ForkAsync(string runId, string atOperation, string? newRunId = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(atOperation);
        var run = await FindAsync(runId, cancellationToken).ConfigureAwait(false);
        var forkId = newRunId is null ? RunIds.New(_time.GetUtcNow()) : RunIds.Check(newRunId);
        var entries = new List<JournalEntry>();
        await foreach (var entry in _store.Open.ReadJournalAsync(runId, cancellationToken).ConfigureAwait(false))
        {
            entries.Add(entry);
        }

        var journal = entries.ConvertAll(entry => ReadRecord(runId, entry));
        var at = FirstRecordOf(EffectiveHistory.Of(journal), atOperation) ?? throw UnknownStep(runId, atOperation);
        var copied = journal[..(at - 1)];
        CheckChildren(runId, atOperation, EffectiveHistory.Of(copied));

        var original = (StartRecord)journal[0];
        var start = new StartRecord
        {
            Workflow = original.Workflow,
            Version = original.Version,
            Fingerprint = original.Fingerprint,
            Input = original.Input,
            Tags = original.Tags,
            Queue = run.Queue,
            Priority = run.Priority,
            Tenant = original.Tenant,
            StartAt = original.StartAt,
            Metadata = original.Metadata,
            Principal = original.Principal,
            Spent = original.Spent,
            Signals = original.Signals,
            Trigger = original.Trigger,
            Seed = original.Seed ?? Seed(runId, original.Generation),
        };
        start.Stamp(position: 1, original.Timestamp);
        var fork = new ForkRecord(atOperation) { RunId = runId, Generation = original.Generation, Seed = Seed(forkId, generation: 1) };
        fork.Stamp(at, Math.Max(Now().ToUnixTimeMilliseconds(), copied[^1].Timestamp));
        var outcome = await _store.Open.CreateAsync(
            new NewRun
            {
                RunId = forkId,
                Workflow = run.Workflow,
                Version = run.Version,
                Queue = run.Queue,
                Priority = run.Priority,
                CreatedAt = Now(),
                Tags = run.Tags,
                Start = RecordWriter.Write(start),
                History = [.. entries[1..(at - 1)], RecordWriter.Write(fork)],
            },
            cancellationToken).ConfigureAwait(false);
        if (!outcome.Created && !await IsForkAsync(forkId, fork, cancellationToken).ConfigureAwait(false))
        {
            throw new DurableException(
                DurableErrorCodes.RunExists, $"A run '{forkId}' exists already; it is {outcome.Run.State.Status}.", "Choose another id. Nothing was started.", forkId);
        }

        return forkId;
    }

    private string Seed(string runId, int generation) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{RunKey.SpaceOfTenant(Tenant)}{runId}/{generation}");

    private async Task<bool> IsForkAsync(string runId, ForkRecord fork, CancellationToken cancellationToken)
    {
        var known = (await ReadRecordsAsync(await FindAsync(runId, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false)).Records
            .OfType<ForkRecord>().LastOrDefault();
        return known is not null && known.RunId == fork.RunId && known.Generation == fork.Generation && known.Position == fork.Position;
    }

    // The original's child tells its end to the original alone.
    private static void CheckChildren(string runId, string atOperation, EffectiveHistory history)
    {
        var open = history.Operations.OfType<ChildRecord>().Where(child => child.Error is null).ToDictionary(child => child.OperationId, StringComparer.Ordinal);
        foreach (var ended in history.Operations.OfType<ChildEndRecord>())
        {
            open.Remove(ended.OperationId);
        }

        var outcomes = history.Operations.Where(static record => record is StepRecord or StepErrorRecord).Select(static record => record.OperationId).ToHashSet(StringComparer.Ordinal);
        if (history.Operations.OfType<TaskRecord>().FirstOrDefault(task => !outcomes.Contains(task.OperationId)) is { } task)
        {
            throw new DurableException(
                DurableErrorCodes.ForkRefused,
                $"The run '{runId}' cannot be forked at '{atOperation}': its step '{task.OperationId}' had been handed to queue '{task.Queue}' and had not ended then.",
                "Fork it before that step, or after its end. Nothing was started.",
                runId,
                atOperation);
        }

        if (open.Count > 0)
        {
            throw new DurableException(
                DurableErrorCodes.ForkRefused,
                $"The run '{runId}' cannot be forked at '{atOperation}': its child '{open.Values.First().RunId}' was started before and had not ended then.",
                "Fork it before the child's start, or after its end. Nothing was started.",
                runId,
                atOperation);
        }
    }
}
