namespace Durable.Journal;

/// <summary>A stored record cannot be understood. Caught where the run, or the place, is known; its message completes "the record ... because".</summary>
internal sealed class JournalFormatException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Nothing is damaged: a newer version of the library wrote it.</summary>
    public bool IsNewer { get; init; }
}
