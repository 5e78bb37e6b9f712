namespace Durable.Execution;

/// <summary>
/// The run's own single thread: continuations of the body queue up here and run one after the other, only while the run
/// delivers records, so their order follows from the journal alone.
/// </summary>
/// <param name="run">
/// Told when a continuation arrives from another thread: the body awaited something that is no durable operation,
/// and its order would differ on replay. The continuation is dropped.
/// </param>
internal sealed class RunScheduler(ActiveRun run) : SynchronizationContext
{
    [ThreadStatic]
    private static RunScheduler? t_current;

    private readonly Queue<(SendOrPostCallback Callback, object? State)> _ready = new();

    /// <summary>Whether the calling code runs on this scheduler.</summary>
    public bool IsCurrent => t_current == this;

    /// <summary>Whether the calling code runs on any run's scheduler.</summary>
    public static bool IsAnyCurrent => t_current is not null;

    /// <summary>Makes the calling thread the run's thread until the result is disposed.</summary>
    public Turn Enter()
    {
        var turn = new Turn(t_current, Current);
        t_current = this;
        SetSynchronizationContext(this);
        return turn;
    }

    /// <summary>Runs everything that is ready, and what that makes ready.</summary>
    public void Drain()
    {
        while (_ready.TryDequeue(out var item))
        {
            item.Callback(item.State);
        }
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (IsCurrent)
        {
            _ready.Enqueue((d, state));
        }
        else
        {
            run.ForeignContinuation();
        }
    }

    public override void Send(SendOrPostCallback d, object? state)
    {
        ArgumentNullException.ThrowIfNull(d);
        if (!IsCurrent)
        {
            throw new ContextMisuseException(
                "A run's scheduler was entered from another thread.", "Call it only from the workflow body.");
        }

        d(state);
    }

    public override SynchronizationContext CreateCopy() => this;

    internal readonly ref struct Turn(RunScheduler? scheduler, SynchronizationContext? context)
    {
        private readonly RunScheduler? _scheduler = scheduler;
        private readonly SynchronizationContext? _context = context;

        public void Dispose()
        {
            t_current = _scheduler;
            SetSynchronizationContext(_context);
        }
    }
}
