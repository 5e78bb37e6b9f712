namespace Durable;

/// <summary>Another process has the store's directory open.</summary>
/// <param name="directory">The directory.</param>
/// <param name="owner">What the owner wrote about itself: process id and start time.</param>
/// <param name="innerException">The cause.</param>
public sealed class StoreLockedException(string directory, string owner, Exception? innerException = null)
    : DurableException(
        DurableErrorCodes.StoreLocked,
        $"The store '{directory}' is in use by {owner}.",
        "Stop that process or give this one a directory of its own; several processes can share only a PostgreSQL store.",
        innerException: innerException)
{
    /// <summary>What the owner wrote about itself.</summary>
    public string Owner { get; } = owner;
}
