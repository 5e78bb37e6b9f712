namespace Durable;

/// <summary>What a start does when a run with its id exists already.</summary>
public enum IdConflict
{
    /// <summary>Returns the existing run, whatever its state; nothing is executed twice or reset.</summary>
    ReturnExisting,

    /// <summary>Throws <see cref="DurableException"/> with <see cref="DurableErrorCodes.RunExists"/>.</summary>
    Fail,
}
