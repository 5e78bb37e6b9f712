using Durable.Execution;

namespace Durable.Testing;

/// <summary>Attempts wait here until the schedule lets one of them run.</summary>
internal sealed class SeededGate() : StepGate(int.MaxValue)
{
    private readonly Lock _gate = new();
    private readonly List<IThreadPoolWorkItem> _waiting = [];

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

    /// <summary>Runs one of those that wait, on this thread as far as it gets without waiting.</summary>
    public void Run(int index)
    {
        IThreadPoolWorkItem attempt;
        lock (_gate)
        {
            attempt = _waiting[index];
            _waiting.RemoveAt(index);
        }

        attempt.Execute();
    }
}
