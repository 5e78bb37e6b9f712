namespace Durable.Generators.Models.Payloads;

/// <summary>How reading makes an object.</summary>
/// <param name="Accessor">Null when plain C# calls it.</param>
/// <param name="IsDefaultValue">There is none to call: a struct starts from its default value.</param>
/// <param name="Parameters">In order.</param>
internal sealed record ConstructorModel(AccessorModel? Accessor, bool IsDefaultValue, EquatableArray<CreationParameterModel> Parameters);

/// <summary>One constructor parameter.</summary>
/// <param name="Name">Unescaped.</param>
/// <param name="Type">Its C# type.</param>
/// <param name="DefaultValue">A C# expression, where the parameter is optional.</param>
internal sealed record CreationParameterModel(string Name, string Type, string? DefaultValue);
