namespace Durable.Shared.Shape;

/// <summary>The runtime's <c>Durable.Backoff</c>, with the same numbers.</summary>
internal enum BackoffKind
{
    Exponential,
    Linear,
    Constant,
}
