using Durable.Storage;

namespace Durable;

public sealed partial class DurableClient
{
    /// <summary>Asks every run that matches to stop, each as <see cref="CancelAsync(string, string?, string?, CancellationToken)"/> does. What one run refuses does not stop the others.</summary>
    /// <param name="query">Which runs. Those that have ended refuse it.</param>
    /// <param name="options">Dry run, limit, reason; null for the defaults.</param>
    /// <param name="cancellationToken">Stops between two runs; what was asked for by then stays asked for.</param>
    /// <returns>What became of each run.</returns>
    /// <exception cref="DurableException">An option is out of range (<see cref="DurableErrorCodes.OptionInvalid"/>).</exception>
    public Task<BulkResult> CancelAsync(RunQuery query, BulkOptions? options = null, CancellationToken cancellationToken = default) => EachAsync(
        query,
        options,
        static run => run.State.IsFinished && run.State.Status != RunStatus.Cancelled ? Finished(run.RunId) : null,
        (runId, token) => CancelAsync(runId, options?.Reason, idempotencyKey: null, token),
        cancellationToken);

    /// <summary>Retries every run that matches from what failed, each as <see cref="RetryAsync(string, string?, string?, CancellationToken)"/> does.</summary>
    /// <param name="query">Which runs. Those that are neither stuck nor failed refuse it.</param>
    /// <param name="options">Dry run, limit; null for the defaults.</param>
    /// <param name="cancellationToken">Stops between two runs; what was retried by then stays so.</param>
    /// <returns>What became of each run.</returns>
    /// <exception cref="DurableException">An option is out of range (<see cref="DurableErrorCodes.OptionInvalid"/>).</exception>
    public Task<BulkResult> RetryAsync(RunQuery query, BulkOptions? options = null, CancellationToken cancellationToken = default) => EachAsync(
        query,
        options,
        static run => !run.State.IsSettled ? NotStuck(run)
            : run.State.Status is RunStatus.Stuck or RunStatus.Failed || (run.End is { } end && ReadEnd(run.RunId, end).Compensations.Any(report => !report.Succeeded)) ? null
            : NotRetryable(run),
        (runId, token) => RetryAsync(runId, fromStep: null, idempotencyKey: null, token),
        cancellationToken);

    /// <summary>Deletes every run that matches, each as <see cref="DeleteAsync(string, CancellationToken)"/> does.</summary>
    /// <param name="query">Which runs. Those that have not ended refuse it.</param>
    /// <param name="options">Dry run, limit; null for the defaults.</param>
    /// <param name="cancellationToken">Stops between two runs; what was deleted by then is gone.</param>
    /// <returns>What became of each run.</returns>
    /// <exception cref="DurableException">An option is out of range (<see cref="DurableErrorCodes.OptionInvalid"/>).</exception>
    public Task<BulkResult> DeleteAsync(RunQuery query, BulkOptions? options = null, CancellationToken cancellationToken = default) => EachAsync(
        query, options, static run => run.State.IsFinished ? null : NotFinished(run.RunId), DeleteAsync, cancellationToken);

    private async Task<BulkResult> EachAsync(
        RunQuery query,
        BulkOptions? given,
        Func<RunRow, DurableException?> refuses,
        Func<string, CancellationToken, Task> act,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var options = given ?? new BulkOptions();
        CheckRange(options.MaxConcurrency, BulkOptions.LargestConcurrency, nameof(BulkOptions.MaxConcurrency));
        CheckRange(options.Limit ?? 1, int.MaxValue, nameof(BulkOptions.Limit));

        // All are found first: what is done to the first ones must not decide whether the later ones match.
        var runs = new List<(string RunId, RunStatus Status, DurableException? Refusal)>();
        await foreach (var run in _store.Open.QueryAsync(WithPassingStates(query), cancellationToken).ConfigureAwait(false))
        {
            // As a listing tells it: a run in memory may be in another state than its row says.
            var status = run.State.IsFinished ? run.State.Status : (await ReadInfoAsync(run, cancellationToken).ConfigureAwait(false)).Status;
            if (query.Statuses.Count > 0 && !query.Statuses.Contains(status))
            {
                continue;
            }

            runs.Add((run.RunId, status, Refusal(run)));
            if (runs.Count == options.Limit)
            {
                break;
            }
        }

        var items = new BulkItem[runs.Count];
        await Parallel.ForAsync(
            0,
            items.Length,
            new ParallelOptions { MaxDegreeOfParallelism = options.MaxConcurrency, CancellationToken = cancellationToken },
            async (i, token) =>
            {
                var (runId, status, refusal) = runs[i];
                try
                {
                    if (!options.DryRun)
                    {
                        await act(runId, token).ConfigureAwait(false);
                        refusal = null;
                    }
                }
                catch (DurableException refused) when (refused is not StoreFailedException)
                {
                    refusal = refused;
                }

                items[i] = new BulkItem(runId, status, refusal is null ? null : ErrorInfo.From(refusal));
            }).ConfigureAwait(false);
        return new BulkResult(items, options.DryRun);

        // What cannot be told of one run, for a newer version wrote it, is that run's outcome alone.
        DurableException? Refusal(RunRow run)
        {
            try
            {
                return refuses(run);
            }
            catch (DurableException unreadable)
            {
                return unreadable;
            }
        }
    }

    private static void CheckRange(int value, int largest, string option)
    {
        if (value < 1 || value > largest)
        {
            throw Invalid($"{nameof(BulkOptions)}.{option} is {value}.", $"Set it to a value from 1 to {largest}.");
        }
    }

    private static DurableException NotFinished(string runId) => new(
        DurableErrorCodes.RunNotFinished,
        $"The run '{runId}' has not ended, so it cannot be deleted.",
        "Cancel or terminate it first. Nothing was deleted.",
        runId);
}
