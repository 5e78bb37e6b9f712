using Durable.Journal;

namespace Durable.Steps;

/// <summary>What the attempts of an operation spend, on its way into the journal.</summary>
/// <remarks>
/// Live an amount counts when the step names it, and its record adds nothing; on replay the record does. Crash before the record: nothing of that attempt counts.
/// </remarks>
internal abstract partial class AttemptedOperation
{
    // What counts already of the record that is on its way.
    private decimal _countedSpend;

    public Principal? Principal => Run.StartRecord.Principal;

    public decimal? SpendLeft => Run.Spend.Left;

    /// <summary>What the attempt spent whose outcome is being recorded.</summary>
    protected decimal Spend { get; private set; }

    /// <summary>Whether spending too much fails the attempt.</summary>
    protected virtual bool IsSpendLimited => true;

    /// <summary>Counts what a durable record says, unless it counts already.</summary>
    protected void CountSpend(decimal recorded)
    {
        if (recorded != _countedSpend)
        {
            Run.Spend.Add(recorded - _countedSpend);
        }

        _countedSpend = 0;
    }

    private void TakeSpend(decimal spent) => Spend = _countedSpend = spent;
}
