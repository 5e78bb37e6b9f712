namespace Durable;

/// <summary>Whose child a run is.</summary>
/// <param name="RunId">The parent's run id.</param>
/// <param name="OperationId">The operation of the parent that started the run.</param>
public sealed record RunParent(string RunId, string OperationId);
