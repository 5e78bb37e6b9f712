namespace Durable.Storage;

/// <summary>How a run that somebody waited for stands: ended, stuck, or not one of the workflow that was asked for.</summary>
/// <param name="Workflow">The workflow's stable name.</param>
/// <param name="State">Where the run stands.</param>
/// <param name="End">The run's last record (its <c>end</c>) once <see cref="RunState.IsFinished"/>, otherwise null.</param>
public sealed record RunEnd(string Workflow, RunState State, JournalEntry? End);
