using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Payloads;

/// <summary>A value in a payload that looks like a secret and is not marked.</summary>
/// <param name="Path">From the payload to it: <c>Order.Card.Cvv</c>.</param>
/// <param name="Bearer">What the mark belongs on.</param>
/// <param name="BearerKind">The same for a message: <c>the member</c>.</param>
/// <param name="Mark">As the author writes it.</param>
/// <param name="Place">Where to say so; null for where the payload's type is written.</param>
internal sealed record Secret(string Path, ISymbol Bearer, string BearerKind, string Mark, Location? Place);
