using Durable.Journal;
using Durable.Scopes;

namespace Durable.Execution;

/// <summary>
/// One durable thing the body asked for. The run knows operations only through this shape: it hands them their records
/// in journal order, and tells those without an outcome to begin once the journal has no more to say.
/// </summary>
internal abstract class Operation(ActiveRun run, string id)
{
    private CancellationTokenRegistration _withdrawal;

    protected ActiveRun Run { get; } = run;

    public string Id { get; } = id;

    /// <summary>What it is, for messages: "step 'charge'".</summary>
    public abstract string Description { get; }

    /// <summary>What sort of operation it is, in the one word that callers are shown (<see cref="PendingOperation.Kind"/>).</summary>
    public abstract string Kind { get; }

    /// <summary>The body has what it will ever get of this operation.</summary>
    public bool IsSettled { get; private set; }

    /// <summary>
    /// True where the run may not end before the operation's outcome is recorded (steps: their effects are out in the world);
    /// false where the operation can simply be forgotten (waits).
    /// </summary>
    public virtual bool OutlivesBody => false;

    /// <summary>Whether only a time, a message or another operation can bring it on; false where it runs or could run now.</summary>
    public virtual bool IsParked => true;

    /// <summary>Its place in the order of asking, from 1.</summary>
    public int Number { get; set; }

    /// <summary>Where in the body it was asked for.</summary>
    public OperationScope Scope { get; set; } = null!;

    /// <summary>Takes one of its records, live or on replay.</summary>
    /// <exception cref="ReplayMismatchException">The record does not fit what the body asked for.</exception>
    public abstract void Deliver(OperationRecord record);

    /// <summary>Does what has no recorded outcome: called once, in order of asking, when the run is live.</summary>
    public abstract void Begin();

    /// <summary>Its time, given to <see cref="RunTimers"/>, has come.</summary>
    public virtual void Due()
    {
    }

    /// <summary>The run's cancellation was recorded, or the body withdrew this operation; a wait ends here.</summary>
    public abstract void Cancel();

    /// <summary>The body is over: it will not see an outcome any more.</summary>
    public virtual void Abandon() => Settle();

    /// <summary>Called before the scope around it is undone, and before <see cref="Cancel"/>.</summary>
    /// <returns>Ends when it is recorded what there is to undo of it; null where nothing ever is.</returns>
    public virtual Task? OutcomeBeforeUndo() => null;

    /// <summary>The run is terminated: nothing is undone and nobody is waited for.</summary>
    public virtual void Terminate()
    {
    }

    /// <summary>Ends the operation when <paramref name="token"/> is cancelled, which the body does at the same point on replay.</summary>
    public void WithdrawOn(CancellationToken token)
    {
        if (token.CanBeCanceled)
        {
            _withdrawal = token.UnsafeRegister(static state => ((Operation)state!).Withdraw(), this);
        }
    }

    /// <summary>What callers are shown of it while it has no outcome.</summary>
    public virtual PendingOperation Show() => new(Id, Kind);

    protected static DateTimeOffset? TimeOf(long? milliseconds) => milliseconds is > 0 and { } time ? DateTimeOffset.FromUnixTimeMilliseconds(time) : null;

    protected void Settle()
    {
        IsSettled = true;
        _withdrawal.Dispose();
        Run.Forget(this);
    }

    protected ReplayMismatchException Mismatch(OperationRecord record) => Run.Mismatch(
        record, $"the code asks for {Description} instead");

    private void Withdraw()
    {
        if (!Run.Scheduler.IsCurrent)
        {
            // A timer or another thread cancelled the token: the moment would differ on replay.
            Run.ForeignCancellation(Description);
            return;
        }

        if (!IsSettled)
        {
            Cancel();
        }
    }
}
