using FsCheck;

namespace Durable.Generators.Tests.Payloads.Arbitraries;

/// <summary>A payload type that was made up, and how JSON for it is.</summary>
/// <param name="CSharp">The type as source.</param>
/// <param name="IsValueType">It may be made nullable with a question mark of its own.</param>
/// <param name="Json">Text of a value, nested at most as deep as told.</param>
internal sealed record RandomType(string CSharp, bool IsValueType, Func<int, Gen<string>> Json);
