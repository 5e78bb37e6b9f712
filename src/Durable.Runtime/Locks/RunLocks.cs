using Durable.Execution;

namespace Durable.Locks;

/// <summary>Locks between the branches and handlers of one run, first come first served. Nothing of them is recorded: order follows from replay.</summary>
internal sealed class RunLocks(ActiveRun run)
{
    private readonly Dictionary<string, LinkedList<Waiter>> _queues = new(StringComparer.Ordinal);

    /// <summary>Completes when everyone who asked before has released.</summary>
    public Task<IAsyncDisposable> EnterAsync(string name, CancellationToken cancellationToken)
    {
        if (!_queues.TryGetValue(name, out var queue))
        {
            _queues.Add(name, queue = []);
        }

        var waiter = new Waiter(this, name, run.Scope.IsDetached);
        queue.AddLast(waiter);
        if (queue.Count == 1)
        {
            waiter.Grant();
        }
        else
        {
            waiter.WithdrawOn(cancellationToken);
        }

        return waiter.Task;
    }

    /// <summary>The run is cancelled: nobody waits any more, except in detached work. Who holds a lock keeps it until it is released.</summary>
    public void Cancel()
    {
        foreach (var queue in _queues.Values.ToList())
        {
            foreach (var waiter in queue.Skip(1).Where(static waiter => !waiter.IsDetached).ToList())
            {
                waiter.Withdraw();
            }
        }
    }

    private void Leave(Waiter waiter)
    {
        var queue = _queues[waiter.Name];
        var wasFirst = queue.First!.Value == waiter;
        queue.Remove(waiter);
        if (queue.First is not { } next)
        {
            _queues.Remove(waiter.Name);
        }
        else if (wasFirst)
        {
            next.Value.Grant();
        }
    }

    private sealed class Waiter(RunLocks locks, string name, bool isDetached) : IAsyncDisposable
    {
        private readonly TaskCompletionSource<IAsyncDisposable> _granted = new();
        private CancellationTokenRegistration _withdrawal;
        private bool _left;

        public string Name { get; } = name;

        public bool IsDetached { get; } = isDetached;

        public Task<IAsyncDisposable> Task => _granted.Task;

        public void Grant()
        {
            _withdrawal.Dispose();
            _granted.TrySetResult(this);
        }

        public void WithdrawOn(CancellationToken token) =>
            _withdrawal = token.UnsafeRegister(static state => ((Waiter)state!).TokenCancelled(), this);

        public void Withdraw()
        {
            if (!_left && !_granted.Task.IsCompleted)
            {
                _left = true;
                _granted.TrySetCanceled();
                locks.Leave(this);
            }
        }

        private void TokenCancelled()
        {
            if (locks.IsUsable)
            {
                Withdraw();
            }
            else
            {
                // From a timer or another thread: on replay somebody else might get the lock.
                locks.CancelledFromOutside(Name);
            }
        }

        public ValueTask DisposeAsync()
        {
            if (!_left && locks.IsUsable)
            {
                _left = true;
                locks.Leave(this);
            }

            return ValueTask.CompletedTask;
        }
    }

    /// <summary>False when somebody disposes a lock from outside the body, or after its end, which then means nothing.</summary>
    private bool IsUsable => run.Scheduler.IsCurrent;

    private void CancelledFromOutside(string name) => run.ForeignCancellation($"lock '{name}'");
}
