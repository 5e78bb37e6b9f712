namespace Durable.Journal;

/// <summary>A stored record cannot be understood. Caught where the run, or the place, is known; its message completes "the record ... because".</summary>
internal sealed class JournalFormatException(string message, Exception? innerException = null) : Exception(message, innerException);
