namespace Durable;

// On whose behalf the step works, and what it spends.
public readonly partial struct StepContext
{
    /// <summary>On whose behalf the run works, as given with its start; null when nobody was.</summary>
    public Principal? Principal => _call?.Principal;

    /// <summary>What the run may still spend, never below zero: its principal's limit, less what all its steps and ended children have spent so far. Null for no limit.</summary>
    /// <remarks>Attempts that run in parallel share it; ask before spending, and count afterwards with <see cref="AddSpend"/>.</remarks>
    public decimal? SpendLeft => _call is null ? null : _call.SpendLeft;

    /// <summary>Counts what this attempt has spent, in the unit of <see cref="Durable.Principal.SpendLimit"/>; calls add up. It is recorded with the attempt's outcome, whatever that is.</summary>
    /// <param name="amount">How much; not negative.</param>
    /// <remarks>
    /// The amount counts even if it exceeds the limit, because it is spent; the step then fails without another attempt, unless it catches what this throws. A compensator
    /// counts, too, but is never stopped. Nothing is recorded of an attempt that a crash ends or a time-out abandons after it: what it counted later is lost.
    /// Outside a run nothing is counted.
    /// </remarks>
    /// <exception cref="DurableException"><paramref name="amount"/> is negative (<see cref="DurableErrorCodes.ArgumentOutOfRange"/>).</exception>
    /// <exception cref="DurableException">More is spent now than the run's principal may (<see cref="DurableErrorCodes.SpendExceeded"/>).</exception>
    /// <exception cref="ContextMisuseException">The attempt is over.</exception>
    public void AddSpend(decimal amount)
    {
        InputCheck.AtLeast(amount, 0, nameof(amount));
        if (_own is null || _call is null || _own.AddSpend(amount, RunId))
        {
            return;
        }

        throw new DurableException(
            DurableErrorCodes.SpendExceeded,
            $"The run '{RunId}' has spent more than its principal '{Principal?.Id}' may: the limit is {Principal?.SpendLimit?.ToString(System.Globalization.CultureInfo.InvariantCulture)}.",
            "Start a run with a higher Principal.SpendLimit; ask StepContext.SpendLeft before spending.",
            RunId,
            StepId);
    }
}
