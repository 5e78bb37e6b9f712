namespace Durable.Generators.Tests.Payloads;

/// <summary>A payload type that was made up, and JSON that fits it.</summary>
/// <param name="CSharp">The type as source.</param>
/// <param name="IsValueType">It may be made nullable with a question mark of its own.</param>
/// <param name="Json">Text of a random value, nested at most as deep as told.</param>
internal sealed record RandomType(string CSharp, bool IsValueType, Func<int, string> Json);
