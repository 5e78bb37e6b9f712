namespace Durable.Generators.Models.Payloads;

/// <summary>How generated code makes a converter.</summary>
/// <param name="Type">The converter's type.</param>
/// <param name="For">The payload type.</param>
/// <param name="NullableOf">What the payload holds when it is nullable.</param>
internal sealed record ConverterModel(string Type, string For, string? NullableOf);
