namespace Durable.Generators.Models;

/// <summary>The assembly's registry.</summary>
/// <param name="Workflows">Ordered by their sort keys.</param>
internal sealed record RegistryModel(EquatableArray<RegistryEntry> Workflows);
