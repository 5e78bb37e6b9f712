using Microsoft.CodeAnalysis;

namespace Durable.Shared.Payloads;

/// <summary>A converter named by <c>[JsonConverter]</c>.</summary>
/// <param name="CSharpName">Its type.</param>
/// <param name="NullableOf">What the payload holds when it is nullable: the converter may be for that.</param>
internal sealed record PayloadConverter(string CSharpName, ITypeSymbol? NullableOf);
