namespace Durable.Generators.Models;

/// <summary>One parameter of a workflow's constructor, filled from the activation's services.</summary>
/// <param name="Type">With nullable annotations, as declared.</param>
/// <param name="ServiceType">What to ask the services for: without annotations.</param>
/// <param name="Name">As declared.</param>
/// <param name="Key">A C# expression for the key of a keyed service; null for an ordinary one.</param>
/// <param name="DefaultValue">A C# expression; null for a service that must be there.</param>
/// <param name="IsSharedSteps">It is a <c>[Steps]</c> class, of which each activation gets its own recorded version.</param>
internal sealed record ConstructorParameterModel(string Type, string ServiceType, string Name, string? Key, string? DefaultValue, bool IsSharedSteps);
