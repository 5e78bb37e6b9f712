namespace Durable;

/// <summary>What a fan-out does when an item fails.</summary>
public enum ForEachMode
{
    /// <summary>Hands out no further items, waits for those under way, then throws the first failure.</summary>
    FailFast,

    /// <summary>Works through all items, then throws an <see cref="AggregateException"/> of <see cref="ForEachItemException"/>, one for each that failed.</summary>
    Settle,
}
