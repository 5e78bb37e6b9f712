using System.Collections.Immutable;

namespace Durable.Generators.Tests.Payloads.Arbitraries;

/// <summary>A payload that was made up.</summary>
/// <param name="Type">Its type as source.</param>
/// <param name="Values">JSON that fits it.</param>
internal sealed record MadeRoot(string Type, ImmutableArray<string> Values);
