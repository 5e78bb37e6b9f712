namespace Durable;

/// <summary>One item of a fan-out failed.</summary>
/// <param name="index">The item's place in the input, from 0.</param>
/// <param name="key">The item's key.</param>
/// <param name="innerException">Why it failed.</param>
public sealed class ForEachItemException(int index, string key, Exception innerException)
    : Exception($"Item {index} ('{key}') failed: {innerException.Message}", innerException)
{
    /// <summary>The item's place in the input, from 0.</summary>
    public int Index { get; } = index;

    /// <summary>The item's key.</summary>
    public string Key { get; } = key;
}
