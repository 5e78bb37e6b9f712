namespace Durable;

/// <summary>One item of a <c>ForEachAsync</c> in mode <see cref="ForEachMode.Settle"/> failed; one of several in the <see cref="AggregateException"/> that is thrown in the end.</summary>
public sealed class ForEachItemException : DurableException
{
    /// <summary>Says which item failed, and why.</summary>
    /// <param name="index">What <see cref="Index"/> returns.</param>
    /// <param name="key">What <see cref="Key"/> returns.</param>
    /// <param name="innerException">What the work on the item threw; its run and step become this one's.</param>
    public ForEachItemException(int index, string key, Exception innerException)
        : base(
            DurableErrorCodes.ItemFailed,
            $"Item {index} ('{key}') failed: {innerException?.Message}",
            runId: (innerException as DurableException)?.RunId,
            stepId: (innerException as DurableException)?.StepId,
            innerException: innerException)
    {
        NextAction = "See InnerException for the cause; retrying the run does only what failed again.";
        Index = index;
        Key = key;
    }

    /// <summary>The item's place in the input, from 0.</summary>
    public int Index { get; }

    /// <summary>The item's key.</summary>
    public string Key { get; }
}
