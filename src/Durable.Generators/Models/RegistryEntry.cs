namespace Durable.Generators.Models;

/// <summary>One workflow in the assembly's registry.</summary>
/// <param name="SortKey">Its plain full name, which orders the registry.</param>
/// <param name="FullName">The class as other code names it.</param>
internal sealed record RegistryEntry(string SortKey, string FullName);
