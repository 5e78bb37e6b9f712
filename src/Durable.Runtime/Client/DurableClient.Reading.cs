using System.Runtime.CompilerServices;
using Durable.Journal;
using Durable.Showing;
using Durable.Storage;

namespace Durable;

public sealed partial class DurableClient
{
    private static readonly TimeSpan s_patienceWithBodies = TimeSpan.FromSeconds(1);
    private static readonly RunStatus[] s_passing = [RunStatus.Pending, RunStatus.Running, RunStatus.Waiting, RunStatus.Paused, RunStatus.Compensating];

    /// <summary>What is known about a run.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The run as of at least everything acknowledged before the call, or null when there is none of this id.</returns>
    public async Task<RunInfo?> GetAsync(string runId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(runId);
        return await _store.Open.FindAsync(runId, cancellationToken).ConfigureAwait(false) is { } run
            ? await ReadInfoAsync(run, cancellationToken).ConfigureAwait(false)
            : null;
    }

    /// <summary>The runs that match, newest first. One that changes meanwhile is returned once, as it was or as it is.</summary>
    /// <param name="query">Which runs; null for all.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    public async IAsyncEnumerable<RunInfo> ListAsync(
        RunQuery? query = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        query ??= new RunQuery();
        await foreach (var run in _store.Open.QueryAsync(WithPassingStates(query), cancellationToken).ConfigureAwait(false))
        {
            var info = await ReadInfoAsync(run, cancellationToken).ConfigureAwait(false);
            if (query.Statuses.Count == 0 || query.Statuses.Contains(info.Status))
            {
                yield return info;
            }
        }
    }

    /// <summary>A run's journal, record by record, from the first to the last one acknowledged.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <exception cref="DurableException">
    /// No such run (<see cref="DurableErrorCodes.RunNotFound"/>), or a record that is damaged (<see cref="DurableErrorCodes.JournalCorrupt"/>).
    /// </exception>
    public async IAsyncEnumerable<HistoryRecord> ReadHistoryAsync(
        string runId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await FindAsync(runId, cancellationToken).ConfigureAwait(false);
        await foreach (var entry in _store.Open.ReadJournalAsync(runId, cancellationToken).ConfigureAwait(false))
        {
            yield return HistoryRecord.Read(runId, entry);
        }
    }

    /// <summary>The journal of one of a run's generations, record by record; those before the present one stay readable.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="generation">Which, from 1 to the run's own <see cref="RunInfo.Generation"/>.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <exception cref="DurableException">
    /// No such run (<see cref="DurableErrorCodes.RunNotFound"/>) or generation (<see cref="DurableErrorCodes.GenerationNotFound"/>), or a record that is
    /// damaged (<see cref="DurableErrorCodes.JournalCorrupt"/>).
    /// </exception>
    public async IAsyncEnumerable<HistoryRecord> ReadHistoryAsync(
        string runId, int generation, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var run = await FindAsync(runId, cancellationToken).ConfigureAwait(false);
        if (generation < 1 || generation > run.Generation)
        {
            throw new DurableException(
                DurableErrorCodes.GenerationNotFound,
                $"The run '{runId}' has no generation {generation}.",
                $"Ask for one from 1 to {run.Generation}.",
                runId);
        }

        await foreach (var entry in _store.Open.ReadJournalAsync(runId, generation, after: 0, cancellationToken).ConfigureAwait(false))
        {
            yield return HistoryRecord.Read(runId, entry);
        }
    }

    internal async Task<RunInfo> GetInfoAsync(string runId, WorkflowDefinition definition, CancellationToken cancellationToken)
    {
        var run = await FindAsync(runId, cancellationToken).ConfigureAwait(false);
        CheckWorkflow(run, definition);
        return await ReadInfoAsync(run, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<RunInfo> ReadInfoAsync(RunRow run, CancellationToken cancellationToken)
    {
        var view = await ShowAsync(run, cancellationToken).ConfigureAwait(false);
        if (view is not null && run.Owner is null)
        {
            // Claimed between the two looks: its row is another one by now.
            run = await _store.Open.FindAsync(run.RunId, cancellationToken).ConfigureAwait(false) ?? run;
        }

        return RunInfoReader.Read(run, view) with { IsWorkflowKnown = _workflows.Find(run.Workflow, run.Version) is not null };
    }

    /// <summary>The run as it is in this process's memory; null where its row says it all.</summary>
    private async ValueTask<RunView?> ShowAsync(RunRow run, CancellationToken cancellationToken)
    {
        if (run.State.IsFinished || !_runs.TryGetValue(_store.Key(run.RunId), out var active))
        {
            return null;
        }

        try
        {
            return await active.ShowAsync().WaitAsync(s_patienceWithBodies, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // A body that does not let go of its thread; its row is true, too, only not as fresh.
            return null;
        }
    }

    /// <summary>A run in memory may be in one of these states without its row saying so; they are compared once both are known.</summary>
    private static RunQuery WithPassingStates(RunQuery query) => query.Statuses.Any(s_passing.Contains)
        ? query with { Statuses = [.. query.Statuses.Union(s_passing)] }
        : query;

    /// <summary>Waits for a run to complete.</summary>
    /// <returns>The recorded result's JSON; empty for a workflow without result.</returns>
    internal async Task<ReadOnlyMemory<byte>> ResultAsync(string runId, WorkflowDefinition definition, CancellationToken cancellationToken)
    {
        var run = await WaitForEndAsync(runId, definition, cancellationToken).ConfigureAwait(false);
        if (run.End is not { } entry)
        {
            // Nothing will come by itself: an error that says why beats waiting for ever.
            throw new RunFailedException(runId, run.State.Status, new ErrorInfo(DurableErrorCodes.RunStuck, run.State.Reason ?? ""), []);
        }

        var end = ReadEnd(runId, entry);
        return end.Status == RunStatus.Completed
            ? end.Result
            : throw new RunFailedException(runId, end.Status, end.Error ?? new ErrorInfo(DurableErrorCodes.RunFailed, ""), end.Compensations);
    }

    private async ValueTask<RunEnd> WaitForEndAsync(string runId, WorkflowDefinition definition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(runId);
        using var either = cancellationToken.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _store.Closing) : null;
        try
        {
            while (true)
            {
                var run = await _store.Open.WaitForEndAsync(runId, definition.Name, either?.Token ?? _store.Closing).ConfigureAwait(false) ?? throw NotFound(runId);
                CheckWorkflow(runId, run.Workflow, definition);
                if (run.State.IsSettled)
                {
                    return run;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && _store.Closing.IsCancellationRequested)
        {
            throw StoreHandle.Stopped();
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            // The caller's own token, so that `when (e.CancellationToken == token)` works.
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
    }

    private static EndRecord ReadEnd(string runId, JournalEntry entry)
    {
        try
        {
            return RunInfoReader.ReadEnd(entry);
        }
        catch (JournalFormatException exception)
        {
            throw new DurableException(
                DurableErrorCodes.JournalCorrupt,
                $"The end of the run '{runId}' cannot be read because {exception.Message}.",
                "Restore the store from a backup, or read it with the version of the library that wrote it.",
                runId,
                innerException: exception);
        }
    }
}
