namespace Durable.Journal;

/// <summary>Whose child a run is.</summary>
/// <param name="RunId">The parent.</param>
/// <param name="Generation">Which of its lives started the child; a later one knows nothing of it.</param>
/// <param name="OperationId">The operation that started it.</param>
internal sealed record ParentLink(string RunId, int Generation, string OperationId);
