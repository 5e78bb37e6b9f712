namespace Durable.Generators.Models.Payloads;

/// <summary>A type that a context of the author's writes and reads.</summary>
/// <param name="Name">See <see cref="PayloadModel"/>.</param>
/// <param name="Type">See <see cref="PayloadModel"/>.</param>
/// <param name="IsValueType">See <see cref="PayloadModel"/>.</param>
/// <param name="Context">The context's type.</param>
internal sealed record ContextModel(string Name, string Type, bool IsValueType, string Context) : PayloadModel(Name, Type, IsValueType);
