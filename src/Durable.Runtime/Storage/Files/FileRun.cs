namespace Durable.Storage.Files;

/// <summary>A run whose journal lies in the segments. Runs that ended stay here until their segment has an index.</summary>
internal sealed class FileRun(string id, RunKind kind, int priority, long createdAt, LineLocation first)
    : LiveRun(id, kind, priority, createdAt)
{
    /// <summary>The line that began the run's present generation.</summary>
    public LineLocation First = first;

    /// <summary>The run's latest line with records or state; each of them names the one before.</summary>
    public LineLocation Last = first;

    /// <summary>The row of a new run that is about to be claimed, so that its first claim need not read it back from the disk.</summary>
    public RunRow? Fresh;

    /// <summary>The line with the row's summary; nowhere when there is none.</summary>
    public LineLocation Summary;

    /// <summary>While a store opens: how many unclean stops have been counted for this run.</summary>
    public int StopsSeen;

    /// <summary>The owner's latest commit, reused for its next one.</summary>
    public CommitWrite? Write;
}
