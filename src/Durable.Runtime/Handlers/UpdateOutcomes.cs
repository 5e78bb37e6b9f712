using Durable.Journal;

namespace Durable.Handlers;

/// <summary>Who in this process waits for the outcome of an update, and is told by the run as soon as it is durable.</summary>
internal sealed class UpdateOutcomes
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Key, List<TaskCompletionSource<UpdateEndRecord>>> _waiting = [];

    /// <summary>Starts listening; what comes after this call is not missed.</summary>
    /// <returns>Ends the listening when disposed.</returns>
    public Listener Listen(string runId, string name, string id)
    {
        var listener = new Listener(this, new Key(runId, name, id));
        lock (_gate)
        {
            if (!_waiting.TryGetValue(listener.Key, out var waiters))
            {
                _waiting.Add(listener.Key, waiters = []);
            }

            waiters.Add(listener.Source);
        }

        return listener;
    }

    public void Tell(string runId, UpdateEndRecord outcome)
    {
        lock (_gate)
        {
            if (_waiting.TryGetValue(new Key(runId, outcome.UpdateName, outcome.OperationId), out var waiters))
            {
                waiters.ForEach(waiter => waiter.TrySetResult(outcome));
            }
        }
    }

    private void Leave(Listener listener)
    {
        lock (_gate)
        {
            if (_waiting.TryGetValue(listener.Key, out var waiters) && waiters.Remove(listener.Source) && waiters.Count == 0)
            {
                _waiting.Remove(listener.Key);
            }
        }
    }

    internal readonly record struct Key(string RunId, string Name, string Id);

    internal sealed class Listener(UpdateOutcomes outcomes, Key key) : IDisposable
    {
        public Key Key { get; } = key;

        public TaskCompletionSource<UpdateEndRecord> Source { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Dispose() => outcomes.Leave(this);
    }
}
