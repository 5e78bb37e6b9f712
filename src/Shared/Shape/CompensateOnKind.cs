namespace Durable.Shared.Shape;

/// <summary>The runtime's <c>Durable.CompensateOn</c>, with the same numbers.</summary>
internal enum CompensateOnKind
{
    Completed,
    Started,
}
