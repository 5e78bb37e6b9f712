namespace Durable.Generators.Models.Payloads;

/// <summary>A type with a converter of the author's.</summary>
internal sealed record ConvertedModel(string Name, string Type, bool IsValueType, ConverterModel Converter) : PayloadModel(Name, Type, IsValueType);
