namespace Durable.Execution;

/// <summary>The operations of one run that wait for a time, nearest first.</summary>
internal sealed class RunTimers
{
    private PriorityQueue<Operation, long>? _queue;

    /// <param name="operation">Told by <see cref="Operation.Due"/>.</param>
    /// <param name="dueAt">UTC, in milliseconds since 1970.</param>
    public void Add(Operation operation, long dueAt) => (_queue ??= new PriorityQueue<Operation, long>()).Enqueue(operation, dueAt);

    /// <summary>The nearest due time of an operation that still waits, or null.</summary>
    public long? NextDue
    {
        get
        {
            while (_queue is not null && _queue.TryPeek(out var operation, out var dueAt))
            {
                if (!operation.IsSettled)
                {
                    return dueAt;
                }

                _queue.Dequeue();
            }

            return null;
        }
    }

    /// <summary>Tells every operation whose time has come.</summary>
    public void Fire(long now)
    {
        while (NextDue is { } dueAt && dueAt <= now)
        {
            _queue!.Dequeue().Due();
        }
    }
}
