namespace Durable.Principals;

/// <summary>What a run has spent so far, and may: recorded amounts, and those of attempts that are still running.</summary>
internal sealed class RunSpend
{
    private readonly Lock _lock = new();
    private decimal _total;

    /// <summary>The most it may spend; null for no limit.</summary>
    public decimal? Limit { get; private set; }

    public decimal Total
    {
        get
        {
            lock (_lock)
            {
                return _total;
            }
        }
    }

    /// <summary>What may still be spent, not below zero; null for no limit.</summary>
    public decimal? Left => Limit is { } limit ? Math.Max(0, limit - Total) : null;

    /// <summary>The run starts, having spent something in earlier generations.</summary>
    public void Start(decimal? limit, decimal spent)
    {
        Limit = limit;
        Add(spent);
    }

    /// <summary>Counts an amount; called on any thread.</summary>
    /// <returns>Whether all that is spent is within the limit.</returns>
    public bool Add(decimal amount)
    {
        lock (_lock)
        {
            _total += amount;
            return !(_total > Limit);
        }
    }
}
