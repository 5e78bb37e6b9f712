namespace Durable.Generators.Models;

/// <summary>How often attempts of a step may start.</summary>
/// <param name="Key">C# expressions of text, over <c>input</c> where <paramref name="UsesInput"/>; together they are the key.</param>
/// <param name="UsesInput">Whether the key depends on the step's arguments.</param>
/// <param name="Limit">Permits.</param>
/// <param name="Per">The time in which that many come back.</param>
/// <param name="OnLimit">Member of the runtime's enum.</param>
internal sealed record RateLimitModel(EquatableArray<string> Key, bool UsesInput, int Limit, TimeSpan Per, string OnLimit);
