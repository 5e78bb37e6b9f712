using Microsoft.CodeAnalysis;

namespace Durable.Shared.Payloads;

/// <summary>A converter named by <c>[JsonConverter]</c>.</summary>
/// <param name="CSharpName">Its type.</param>
/// <param name="Converts">What it converts: the payload type, or what a nullable payload holds.</param>
/// <param name="IsFactory">It makes the converter proper.</param>
internal sealed record PayloadConverter(string CSharpName, ITypeSymbol Converts, bool IsFactory);
