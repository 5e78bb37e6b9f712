using System.Runtime.ExceptionServices;
using Durable.Generated;
using Durable.Scopes;

namespace Durable.FanOut;

/// <summary>Works through items, so many at a time, each in a scope of its own that is named by its key. All of it on the run's thread.</summary>
/// <remarks>Nothing is recorded but the items' own operations; on replay they are found under the same keys, whatever the order of the items.</remarks>
internal sealed class KeyedFanOut<TItem, TResult>(
    OperationScope scope, string id, IReadOnlyList<TItem> items, IReadOnlyList<string> keys, Func<TItem, Task<TResult>> body, ForEachMode mode)
{
    private readonly TResult[] _results = new TResult[items.Count];
    private readonly SortedDictionary<int, Exception> _failures = [];
    private Exception? _first;
    private int _next;

    public async Task<IReadOnlyList<TResult>> RunAsync(int maxConcurrency)
    {
        var lanes = new Task[Math.Min(maxConcurrency, items.Count)];
        for (var i = 0; i < lanes.Length; i++)
        {
            lanes[i] = WorkAsync();
        }

        await Task.WhenAll(lanes).ConfigureAwait(true);
        if (_first is not null)
        {
            Throw(_first);
        }

        return _results;
    }

    private async Task WorkAsync()
    {
        while (_next < items.Count && (_first is null || mode == ForEachMode.Settle))
        {
            var index = _next++;
            try
            {
                _results[index] = await scope.Named($"{id}[{KeyText.Join(keys[index])}]").RunAsync(() => body(items[index])).ConfigureAwait(true);
            }
#pragma warning disable CA1031 // kept, and thrown when the others have settled
            catch (Exception exception)
#pragma warning restore CA1031
            {
                _first ??= exception;
                _failures.Add(index, exception);
            }
        }
    }

    private void Throw(Exception first)
    {
        if (mode == ForEachMode.FailFast || first is OperationCanceledException)
        {
            ExceptionDispatchInfo.Throw(first);
        }

        throw new AggregateException(
            $"{_failures.Count} of {items.Count} items failed.",
            _failures.Select(failure => new ForEachItemException(failure.Key, keys[failure.Key], failure.Value)));
    }
}
