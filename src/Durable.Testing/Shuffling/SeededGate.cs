using Durable.Execution;

namespace Durable.Testing;

/// <summary>Attempts wait here until the schedule lets one of them run.</summary>
internal sealed class SeededGate() : StepGate(int.MaxValue)
{
    private readonly Lock _gate = new();
    private readonly List<IThreadPoolWorkItem> _waiting = [];
    private long _begun;

    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>How long the attempt that runs on the schedule's own thread has kept it by now; zero when there is none.</summary>
    public TimeSpan Kept => Volatile.Read(ref _begun) is var begun and > 0 ? TimeSpan.FromMilliseconds(Environment.TickCount64 - begun) : TimeSpan.Zero;

    public override void Enter(IThreadPoolWorkItem attempt)
    {
        lock (_gate)
        {
            _waiting.Add(attempt);
        }
    }

    public override void Leave()
    {
    }

    /// <summary>Runs one of those that wait, on this thread, as far as it gets without waiting.</summary>
    public void Run(int index)
    {
        IThreadPoolWorkItem attempt;
        lock (_gate)
        {
            attempt = _waiting[index];
            _waiting.RemoveAt(index);
        }

        Volatile.Write(ref _begun, Environment.TickCount64);
        try
        {
            attempt.Execute();
        }
        finally
        {
            Volatile.Write(ref _begun, 0);
        }
    }
}
