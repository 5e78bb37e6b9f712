namespace Durable;

/// <summary>How a child is started. Every member is optional.</summary>
public sealed record ChildOptions
{
    /// <summary>
    /// The child's run id: 1 to 200 printable characters, no control characters. Default: derived from the parent's id and the operation, so that
    /// starting twice is impossible. An id that is taken fails the start (<see cref="DurableErrorCodes.ChildExists"/>).
    /// </summary>
    public string? RunId { get; init; }

    /// <summary>What becomes of the child when the parent ends first. Default <see cref="ParentClosePolicy.Cancel"/>.</summary>
    public ParentClosePolicy ParentClosePolicy { get; init; } = ParentClosePolicy.Cancel;
}
