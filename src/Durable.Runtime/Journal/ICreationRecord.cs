namespace Durable.Journal;

/// <summary>A record of a run that is created with the same commit.</summary>
internal interface ICreationRecord
{
    /// <summary>The new run.</summary>
    string RunId { get; }

    /// <summary>The record for the case that the id turned out to be taken.</summary>
    JournalRecord Refused(ErrorInfo error);
}
