namespace Durable.Execution;

/// <summary>What happened to a run while it was looking elsewhere; handled by one thread at a time, whichever comes first.</summary>
internal sealed class RunMailbox(ActiveRun run) : IThreadPoolWorkItem
{
    private readonly Lock _lock = new();
    private readonly Queue<IRunEvent> _events = new();
    private bool _busy;
    private long _turns;

    /// <summary>Handles the event on this thread, or leaves it to the thread that is handling others.</summary>
    public void Post(IRunEvent item)
    {
        if (Enqueue(item))
        {
            Execute();
        }
    }

    /// <summary>As <see cref="Post"/>, but returns at once.</summary>
    public void PostElsewhere(IRunEvent item)
    {
        if (Enqueue(item))
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    /// <summary>As <see cref="Post"/>, but what comes meanwhile is left to a thread of the pool: the caller's own belongs to somebody else.</summary>
    public void PostBriefly(IRunEvent item)
    {
        if (!Enqueue(item))
        {
            return;
        }

        run.Handle(Dequeue()!);
        while (IsEmpty && run.Rest())
        {
        }

        if (Leave())
        {
            run.Services.Rests.Tell();
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    public void Execute()
    {
        while (true)
        {
            while (Dequeue() is { } item)
            {
                run.Handle(item);
            }

            if (!run.Rest() && Leave())
            {
                run.Services.Rests.Tell();
                return;
            }
        }
    }

    /// <summary>What the run has under way; null while it is being handled.</summary>
    public RunRest? Look()
    {
        lock (_lock)
        {
            return _busy ? null : run.LookAtRest(_turns);
        }
    }

    private bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _events.Count == 0;
            }
        }
    }

    /// <summary>True for the one caller that is to handle what is there.</summary>
    private bool Enqueue(IRunEvent item)
    {
        lock (_lock)
        {
            _events.Enqueue(item);
            if (_busy)
            {
                return false;
            }

            _busy = true;
            _turns++;
            return true;
        }
    }

    private IRunEvent? Dequeue()
    {
        lock (_lock)
        {
            return _events.TryDequeue(out var item) ? item : null;
        }
    }

    private bool Leave()
    {
        lock (_lock)
        {
            _busy = _events.Count > 0;
            return !_busy;
        }
    }
}
