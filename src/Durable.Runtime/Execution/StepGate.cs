namespace Durable.Execution;

/// <summary>At most so many attempts at once in this process; the others wait in order.</summary>
/// <param name="limit">The most attempts at once, at least 1.</param>
internal class StepGate(int limit)
{
    private readonly Lock _lock = new();
    private readonly Queue<IThreadPoolWorkItem> _waiting = new();
    private int _running;

    public virtual void Enter(IThreadPoolWorkItem attempt)
    {
        lock (_lock)
        {
            if (_running >= limit)
            {
                _waiting.Enqueue(attempt);
                return;
            }

            _running++;
        }

        // Not to this thread's own queue, which is a stack: attempts start in the order in which they were asked for.
        ThreadPool.UnsafeQueueUserWorkItem(attempt, preferLocal: false);
    }

    public virtual void Leave()
    {
        IThreadPoolWorkItem? next;
        lock (_lock)
        {
            if (!_waiting.TryDequeue(out next))
            {
                _running--;
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(next, preferLocal: false);
    }
}
