namespace Durable.Generators.Models.Payloads;

/// <summary>One type that the serializers know.</summary>
/// <param name="Name">Its property on the serializers class; other models refer to it by this.</param>
/// <param name="Type">The C# type, without nullable annotations.</param>
/// <param name="IsValueType">It is never null.</param>
internal abstract record PayloadModel(string Name, string Type, bool IsValueType);
