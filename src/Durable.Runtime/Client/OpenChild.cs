namespace Durable;

/// <summary>A child that a run has started and whose end it has not seen yet.</summary>
/// <param name="RunId">The child's run id.</param>
/// <param name="Workflow">Its workflow.</param>
/// <param name="OperationId">The operation of the parent that started it.</param>
public sealed record OpenChild(string RunId, string Workflow, string OperationId);
