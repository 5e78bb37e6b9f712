namespace Durable;

/// <summary>What becomes of a child that is still going on when its parent ends, fails, is cancelled, terminated or continues as new.</summary>
public enum ParentClosePolicy
{
    /// <summary>The child is asked to cancel. Withdrawing the wait for a child (its token, or a cancel of the parent) asks it at once.</summary>
    Cancel,

    /// <summary>The child goes on by itself.</summary>
    Abandon,

    /// <summary>The parent does not end before the child has; a terminated one ends at once, and the child goes on.</summary>
    Wait,
}
