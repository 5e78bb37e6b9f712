using Durable.Generated;
using Durable.Steps;

namespace Durable.Testing;

// What a body does: inline steps, branches, locks.
public sealed partial class TestWorkflowContext
{
    // A step may be tried without limit; a fake that always fails must not make that a test without end.
    private const int MostAttempts = 10_000;

    private readonly Dictionary<string, Queue<TaskCompletionSource<IAsyncDisposable>>> _locks = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override Task<T> StepAsync<T>(
        string id, Func<StepContext, Task<T>> body, StepOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(body);
        StableName.Check(id, nameof(id));
        return Refuse<T>(cancellationToken) ?? TryAsync(NextId(id), body, (options ?? new StepOptions()).ToPolicy(), cancellationToken);
    }

    /// <inheritdoc/>
    public override Task StepAsync(string id, Func<StepContext, Task> body, StepOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(body);
        return StepAsync(
            id,
            async step =>
            {
                await body(step).ConfigureAwait(false);
                return default(Nothing);
            },
            options,
            cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<TResult>> ForEachAsync<TItem, TResult>(
        IEnumerable<TItem> items, Func<TItem, string> key, Func<TItem, Task<TResult>> body, int maxConcurrency, ForEachMode mode)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(body);
        InputCheck.AtLeast(maxConcurrency, 1, nameof(maxConcurrency), RunId);
        var list = items.ToList();
        var keys = list.ConvertAll(item => key(item));
        if (keys.Exists(string.IsNullOrEmpty) || keys.Distinct(StringComparer.Ordinal).Count() < keys.Count)
        {
            throw new DurableException(
                DurableErrorCodes.ItemKeyInvalid, "An item's key is empty, or two items have the same.", "Give each item a key of its own: what it does is recorded under it.", RunId);
        }

        var results = new TResult[list.Count];
        var failures = new SortedDictionary<int, Exception>();
        var first = default(Exception);
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(maxConcurrency, list.Count)).Select(_ => WorkAsync())).ConfigureAwait(true);
        return first is null ? results
            : mode == ForEachMode.FailFast || first is OperationCanceledException ? throw Rethrown(first)
            : throw new AggregateException(
                $"{failures.Count} of {list.Count} items failed.",
                failures.Select(failure => new ForEachItemException(failure.Key, keys[failure.Key], failure.Value)));

        async Task WorkAsync()
        {
            while (next < list.Count && (first is null || mode == ForEachMode.Settle))
            {
                var index = next++;
                try
                {
                    results[index] = await body(list[index]).ConfigureAwait(true);
                }
#pragma warning disable CA1031 // kept, and thrown when the others have settled
                catch (Exception exception)
#pragma warning restore CA1031
                {
                    first ??= exception;
                    failures.Add(index, exception);
                }
            }
        }
    }

    /// <inheritdoc/>
    public override Task<T> ScopeAsync<T>(string name, Func<Task<T>> body)
    {
        StableName.Check(name, nameof(name));
        ArgumentNullException.ThrowIfNull(body);
        return Refuse<T>(CancellationToken.None) ?? body();
    }

    /// <inheritdoc/>
    public override async Task DetachedAsync(Func<Task> body)
    {
        ArgumentNullException.ThrowIfNull(body);

        // Ends with this method.
        _isDetached.Value = true;
        await body().ConfigureAwait(true);
    }

    /// <inheritdoc/>
    public override Task<IAsyncDisposable> LockAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (Refuse<IAsyncDisposable>(cancellationToken) is { } refused)
        {
            return refused;
        }

        if (_locks.TryGetValue(name, out var waiting))
        {
            var turn = new TaskCompletionSource<IAsyncDisposable>();
            waiting.Enqueue(turn);
            return turn.Task;
        }

        _locks.Add(name, []);
        return Task.FromResult<IAsyncDisposable>(new Held(this, name));
    }

    private static Exception Rethrown(Exception exception)
    {
        System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(exception);
        return exception;
    }

    /// <summary>As the engine does it; the waits between attempts move the time, without chance.</summary>
    private async Task<T> TryAsync<T>(string id, Func<StepContext, Task<T>> body, StepPolicy policy, CancellationToken cancellationToken)
    {
        var began = Now();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await body(StepContext.ForTest(RunId, id, attempt, cancellationToken: cancellationToken)).ConfigureAwait(true);
            }
#pragma warning disable CA1031 // as the engine does it
            catch (Exception exception)
#pragma warning restore CA1031
            {
                var outcome = AttemptOutcome.Failed(exception, policy, cancellationToken);
                if (outcome.Error!.Kind == ErrorInfo.Cancelled)
                {
                    throw;
                }

                if (outcome.IsFinal || RetrySchedule.DelayAfter(policy, attempt, Now() - began, outcome.RetryAfter, chance: 1) is not { } delay)
                {
                    throw new StepFailedException(RunId, id, attempt, outcome.Error);
                }

                if (attempt == MostAttempts)
                {
                    throw new DurableException(
                        DurableErrorCodes.TestStalled,
                        $"The inline step '{id}' has failed {MostAttempts} times, and its policy has no end: {outcome.Error.Message}",
                        "Let the fake succeed, or set MaxAttempts or RetryFor.",
                        RunId,
                        innerException: exception);
                }

                MoveTo(Now() + delay);
            }
        }
    }

    private sealed class Held(TestWorkflowContext context, string name) : IAsyncDisposable
    {
        private bool _isOver;

        public ValueTask DisposeAsync()
        {
            if (!_isOver)
            {
                _isOver = true;
                var waiting = context._locks[name];
                if (waiting.TryDequeue(out var next))
                {
                    next.SetResult(new Held(context, name));
                }
                else
                {
                    context._locks.Remove(name);
                }
            }

            return ValueTask.CompletedTask;
        }
    }
}
