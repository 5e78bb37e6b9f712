namespace Durable.Generators.Models.Payloads;

/// <summary>A value type or null.</summary>
/// <param name="Name">See <see cref="PayloadModel"/>.</param>
/// <param name="Type">See <see cref="PayloadModel"/>.</param>
/// <param name="Element">Name of the model of the value.</param>
/// <param name="ElementType">Its C# type.</param>
internal sealed record NullableModel(string Name, string Type, string Element, string ElementType) : PayloadModel(Name, Type, IsValueType: true);
