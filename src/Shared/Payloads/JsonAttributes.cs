using Microsoft.CodeAnalysis;

namespace Durable.Shared.Payloads;

/// <summary>Reads the attributes of <c>System.Text.Json.Serialization</c> from symbols, as the serializer does: never inherited.</summary>
internal static class JsonAttributes
{
    public const string Converter = "JsonConverterAttribute";
    public const string Constructor = "JsonConstructorAttribute";
    public const string DerivedType = "JsonDerivedTypeAttribute";
    public const string ExtensionData = "JsonExtensionDataAttribute";
    public const string Ignore = "JsonIgnoreAttribute";
    public const string Include = "JsonIncludeAttribute";
    public const string NumberHandling = "JsonNumberHandlingAttribute";
    public const string ObjectCreationHandling = "JsonObjectCreationHandlingAttribute";
    public const string Polymorphic = "JsonPolymorphicAttribute";
    public const string PropertyName = "JsonPropertyNameAttribute";
    public const string PropertyOrder = "JsonPropertyOrderAttribute";
    public const string Required = "JsonRequiredAttribute";
    public const string UnmappedMemberHandling = "JsonUnmappedMemberHandlingAttribute";

    /// <summary><c>JsonIgnoreCondition.Always</c>.</summary>
    public const int IgnoreAlways = 1;

    /// <summary><c>JsonIgnoreCondition.WhenWritingDefault</c>.</summary>
    public const int IgnoreWhenWritingDefault = 2;

    /// <summary><c>JsonIgnoreCondition.WhenWritingNull</c>.</summary>
    public const int IgnoreWhenWritingNull = 3;

    /// <summary><c>JsonObjectCreationHandling.Populate</c>.</summary>
    public const int Populate = 1;

    public static AttributeData? Find(ISymbol symbol, string name)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (Is(attribute.AttributeClass, name))
            {
                return attribute;
            }
        }

        return null;
    }

    public static bool Has(ISymbol symbol, string name) => Find(symbol, name) is not null;

    public static IEnumerable<AttributeData> All(ISymbol symbol, string name) =>
        symbol.GetAttributes().Where(attribute => Is(attribute.AttributeClass, name));

    /// <summary><c>[JsonConverter]</c>, or an attribute derived from it.</summary>
    public static AttributeData? FindConverter(ISymbol symbol)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            for (var type = attribute.AttributeClass; type is not null; type = type.BaseType)
            {
                if (Is(type, Converter))
                {
                    return attribute;
                }
            }
        }

        return null;
    }

    public static int? Number(ISymbol symbol, string name) => FirstArgument(symbol, name) as int?;

    public static string? Text(ISymbol symbol, string name) => FirstArgument(symbol, name) as string;

    /// <summary>What <c>[JsonIgnore]</c> says; always, when it names no condition.</summary>
    public static int? IgnoreCondition(ISymbol symbol)
    {
        if (Find(symbol, Ignore) is not { } attribute)
        {
            return null;
        }

        foreach (var argument in attribute.NamedArguments)
        {
            if (argument.Key == "Condition" && argument.Value.Value is int condition)
            {
                return condition;
            }
        }

        return IgnoreAlways;
    }

    public static JsonMemberSettings MemberSettings(ISymbol member) => new(
        IgnoreCondition(member),
        Number(member, NumberHandling),
        Number(member, ObjectCreationHandling),
        Number(member, PropertyOrder) ?? 0,
        Has(member, ExtensionData));

    public static JsonTypeSettings TypeSettings(ITypeSymbol type) => new(
        Number(type, NumberHandling),
        Number(type, ObjectCreationHandling),
        Number(type, UnmappedMemberHandling),
        type.AllInterfaces.Any(static face => Is(face, "IJsonOnSerializing") || Is(face, "IJsonOnSerialized")));

    /// <summary>Whether <paramref name="type"/> is the named type of <c>System.Text.Json.Serialization</c>.</summary>
    public static bool Is(INamedTypeSymbol? type, string name) =>
        type is { ContainingType: null } && type.Name == name
        && type.ContainingNamespace is { Name: "Serialization", ContainingNamespace: { Name: "Json", ContainingNamespace: { Name: "Text", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } } };

    private static object? FirstArgument(ISymbol symbol, string name) =>
        Find(symbol, name) is { ConstructorArguments.IsEmpty: false } attribute && attribute.ConstructorArguments[0] is { Kind: not TypedConstantKind.Array } argument
            ? argument.Value
            : null;
}
