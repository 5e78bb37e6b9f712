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

    /// <summary>
    /// Whether a child that completed is undone when its parent's compensation, or that of the scope it was started in, comes to it: newest first among the parent's steps, by the child's own compensators, in the
    /// child's own order. Default false: what a completed child did stays.
    /// </summary>
    /// <remarks>
    /// <para>
    /// The child comes back to life, ends as <see cref="RunStatus.Compensated"/> or <see cref="RunStatus.CompensationFailed"/>, and the parent goes on with undoing after that; a failure is
    /// reported (<see cref="DurableErrorCodes.ChildNotUndone"/>), and the parent then ends as <see cref="RunStatus.CompensationFailed"/>. A child that is deleted by then, or by its retention, cannot be
    /// undone: keep it as long as its parent may run. Of a child that continued as new, the last generation is undone.
    /// </para>
    /// <para>
    /// A child that has not ended when its parent has, and is asked to cancel (<see cref="ParentClosePolicy.Cancel"/>), is waited for, because it may have completed just then; one that was
    /// abandoned is never undone.
    /// </para>
    /// <para>A crash in between: the child is brought back once, and what is undone is not undone a second time.</para>
    /// </remarks>
    public bool CompensateWithParent { get; init; }
}
