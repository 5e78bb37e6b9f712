namespace Durable.Generators.Models;

/// <summary>A type that crosses the journal, and the expression that names its serializer.</summary>
/// <param name="Type">With nullable annotations, as the author declared it.</param>
/// <param name="Serializer">Of type <c>JsonTypeInfo</c> over <paramref name="Type"/>.</param>
/// <param name="Mask">Of type <c>PayloadMask</c>; null when all of it may be shown.</param>
internal sealed record PayloadReference(string Type, string Serializer, string? Mask);
