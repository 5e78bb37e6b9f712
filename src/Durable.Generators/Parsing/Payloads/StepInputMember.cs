using Microsoft.CodeAnalysis;

namespace Durable.Generators.Parsing.Payloads;

/// <summary>One positional property of a step's input record.</summary>
/// <param name="Member">The property's name in C#, escaped or not.</param>
/// <param name="Parameter">The step's parameter that it holds; its name is the JSON name.</param>
internal sealed record StepInputMember(string Member, IParameterSymbol Parameter);
