namespace Durable.Generators.Models;

/// <summary>One payload parameter of a query or an update.</summary>
/// <param name="Type">With nullable annotations, as declared.</param>
/// <param name="Name">As declared.</param>
/// <param name="Member">The property of the input type that holds it.</param>
/// <param name="DefaultValue">A C# expression; null for one that callers must pass.</param>
internal sealed record HandlerParameterModel(string Type, string Name, string Member, string? DefaultValue);
