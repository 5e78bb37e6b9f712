namespace Durable;

/// <summary>What became of one run of many.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Status">Where the run stood before.</param>
/// <param name="Error">Null when it was done, or, for a dry run, could be done; otherwise why not. The run is as it was then.</param>
public sealed record BulkItem(string RunId, RunStatus Status, ErrorInfo? Error)
{
    /// <summary>Whether it was done, or, for a dry run, could be done.</summary>
    public bool Succeeded => Error is null;
}
