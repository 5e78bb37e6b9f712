using Microsoft.CodeAnalysis;

namespace Durable.Shared.Shape;

/// <summary>One signal that the class or a base of it declares.</summary>
/// <param name="Field">The <c>static readonly</c> field.</param>
/// <param name="Payload">The T of <c>Signal&lt;T&gt;</c>.</param>
/// <param name="Name">The stable name where it is a constant; null where only running the program tells it.</param>
/// <param name="NameLocation">Where that name is written.</param>
internal sealed record SignalShape(IFieldSymbol Field, ITypeSymbol Payload, string? Name, Location? NameLocation);
