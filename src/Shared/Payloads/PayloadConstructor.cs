using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Durable.Shared.Payloads;

/// <summary>How reading makes an object.</summary>
/// <param name="Symbol">Null for the default value of a struct.</param>
/// <param name="Access">How generated code calls it.</param>
/// <param name="Parameters">Each with the member whose JSON it takes, in order.</param>
internal sealed record PayloadConstructor(IMethodSymbol? Symbol, MemberAccess Access, ImmutableArray<PayloadConstructorParameter> Parameters);

/// <summary>A constructor parameter and the member that it fills.</summary>
internal sealed record PayloadConstructorParameter(IParameterSymbol Symbol, PayloadMember Member);
