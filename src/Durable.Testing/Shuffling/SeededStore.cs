using Durable.Storage;

namespace Durable.Testing;

/// <summary>Commits wait here until the schedule lets one of them through, so that further outcomes of a run may gather behind it.</summary>
internal sealed class SeededStore(IRunStore inner) : ForwardingStore(inner)
{
    private readonly Lock _gate = new();
    private readonly List<TaskCompletionSource> _waiting = [];
    private bool _isOpen;

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

    public override async ValueTask<CommitOutcome> CommitAsync(RunCommit commit, CancellationToken cancellationToken = default)
    {
        var turn = new TaskCompletionSource();
        lock (_gate)
        {
            if (_isOpen)
            {
                turn.SetResult();
            }
            else
            {
                _waiting.Add(turn);
            }
        }

        await turn.Task.ConfigureAwait(false);
        return await Inner.CommitAsync(commit, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets one through, which carries its run on, on this thread.</summary>
    public void Run(int index)
    {
        TaskCompletionSource turn;
        lock (_gate)
        {
            turn = _waiting[index];
            _waiting.RemoveAt(index);
        }

        turn.SetResult();
    }

    /// <summary>Nobody draws any more: all go through at once.</summary>
    public void Open()
    {
        TaskCompletionSource[] waiting;
        lock (_gate)
        {
            _isOpen = true;
            waiting = [.. _waiting];
            _waiting.Clear();
        }

        foreach (var turn in waiting)
        {
            turn.SetResult();
        }
    }
}
