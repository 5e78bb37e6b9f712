using Durable.Journal;

namespace Durable.Handlers;

/// <summary>Who in this process waits for the outcome of an update, and is told by the run as soon as it is durable.</summary>
internal sealed class UpdateOutcomes
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Key, List<TaskCompletionSource<UpdateEndRecord>>> _waiting = [];

    /// <summary>Starts listening; what comes after this call is not missed.</summary>
    /// <returns>Ends the listening when disposed.</returns>
    /// <param name="runKey">The id under which the store keeps the run: two tenants may have runs of one id.</param>
    /// <param name="name">The update's.</param>
    /// <param name="id">The request's.</param>
    public Listener Listen(string runKey, string name, string id)
    {
        var listener = new Listener(this, new Key(runKey, name, id));
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

    public void Tell(string runKey, UpdateEndRecord outcome)
    {
        lock (_gate)
        {
            if (_waiting.TryGetValue(new Key(runKey, outcome.UpdateName, outcome.OperationId), out var waiters))
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

    internal readonly record struct Key(string RunKey, string Name, string Id);

    internal sealed class Listener(UpdateOutcomes outcomes, Key key) : IDisposable
    {
        public Key Key { get; } = key;

        public TaskCompletionSource<UpdateEndRecord> Source { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Dispose() => outcomes.Leave(this);
    }
}
