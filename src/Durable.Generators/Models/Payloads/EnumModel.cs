namespace Durable.Generators.Models.Payloads;

/// <summary>An enum, written as its number.</summary>
internal sealed record EnumModel(string Name, string Type, string UnderlyingType) : PayloadModel(Name, Type, IsValueType: true);
