using System.Collections.Concurrent;

namespace Durable.Execution;

/// <summary>What happened to a run while it was looking elsewhere; handled by one thread at a time, whichever comes first.</summary>
/// <param name="handle">Handles one event.</param>
/// <param name="rest">Called when all events are handled; returns true when it did something that may have made more.</param>
internal sealed class RunMailbox(Action<IRunEvent> handle, Func<bool> rest) : IThreadPoolWorkItem
{
    private readonly ConcurrentQueue<IRunEvent> _events = new();
    private int _busy;

    public bool IsEmpty => _events.IsEmpty;

    /// <summary>Handles the event on this thread, or leaves it to the thread that is handling others.</summary>
    public void Post(IRunEvent item)
    {
        _events.Enqueue(item);
        if (TryEnter())
        {
            Execute();
        }
    }

    /// <summary>As <see cref="Post"/>, but returns at once.</summary>
    public void PostElsewhere(IRunEvent item)
    {
        _events.Enqueue(item);
        if (TryEnter())
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    public void Execute()
    {
        do
        {
            do
            {
                while (_events.TryDequeue(out var item))
                {
                    handle(item);
                }
            }
            while (rest());

            Volatile.Write(ref _busy, 0);
        }
        while (!_events.IsEmpty && TryEnter());
    }

    private bool TryEnter() => Interlocked.CompareExchange(ref _busy, 1, 0) == 0;
}
