namespace Durable.Shared.Shape;

/// <summary>The runtime's <c>Durable.OnLimit</c>, with the same numbers.</summary>
internal enum OnLimitKind
{
    Wait,
    Fail,
}
