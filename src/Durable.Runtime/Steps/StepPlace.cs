namespace Durable.Steps;

/// <summary>Where a step that a task carries out belongs.</summary>
/// <param name="RunId">The run whose step it is.</param>
/// <param name="OperationId">The call.</param>
/// <param name="IdempotencyKey">The call's, wherever it is carried out.</param>
internal sealed record StepPlace(string RunId, string OperationId, string IdempotencyKey);
