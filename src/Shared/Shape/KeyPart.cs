using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Durable.Shared.Shape;

/// <summary>A parameter whose text becomes part of a key.</summary>
/// <param name="Parameter">Which of the step's parameters.</param>
/// <param name="Members">The properties of its type that make up the text, in order; empty where the value itself does.</param>
internal sealed record KeyPart(int Parameter, ImmutableArray<IPropertySymbol> Members);
