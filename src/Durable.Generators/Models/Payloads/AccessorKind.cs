namespace Durable.Generators.Models.Payloads;

/// <summary>What an <c>[UnsafeAccessor]</c> method reaches.</summary>
internal enum AccessorKind
{
    Constructor,
    Getter,
    Setter,
    Field,
}
