using Microsoft.CodeAnalysis;

namespace Durable.Shared.Payloads;

/// <summary>Resolves <c>[JsonConverter]</c> for one payload type at compile time, so that nothing is left to find at run time.</summary>
internal sealed class ConverterChoice(Compilation compilation, INamedTypeSymbol workflow)
{
    /// <summary>The converter, or null and what is wrong with it.</summary>
    public PayloadConverter? Choose(AttributeData attribute, ITypeSymbol type, out string problem)
    {
        problem = "";
        if (!JsonAttributes.Is(attribute.AttributeClass, JsonAttributes.Converter)
            || attribute.ConstructorArguments.FirstOrDefault().Value is not INamedTypeSymbol converter)
        {
            problem = "its converter is chosen at run time; name the converter's type in [JsonConverter(typeof(...))]";
            return null;
        }

        if (JsonAttributes.Is(converter, "JsonStringEnumConverter") && converter.Arity == 0)
        {
            return ForEnumText(type, out problem);
        }

        if (converter.IsUnboundGenericType || converter.IsAbstract)
        {
            problem = $"its converter '{PayloadTypeName.ForPeople(converter)}' cannot be instantiated";
            return null;
        }

        var constructor = converter.InstanceConstructors.FirstOrDefault(static candidate => candidate.Parameters.IsEmpty);
        if (constructor is null
            || !compilation.IsAccessible(converter, workflow)
            || !compilation.IsAccessible(constructor, workflow))
        {
            problem = $"its converter '{PayloadTypeName.ForPeople(converter)}' has no parameterless constructor that generated code can call";
            return null;
        }

        for (var current = converter.BaseType; current is not null; current = current.BaseType)
        {
            if (JsonAttributes.Is(current, "JsonConverterFactory"))
            {
                return new PayloadConverter(PayloadTypeName.Of(converter), Underlying(type));
            }

            if (JsonAttributes.Is(current, "JsonConverter") && current.Arity == 1
                && Applies(current.TypeArguments[0], type))
            {
                return new PayloadConverter(PayloadTypeName.Of(converter), Underlying(type));
            }
        }

        problem = $"its converter '{PayloadTypeName.ForPeople(converter)}' does not convert '{PayloadTypeName.ForPeople(type)}'";
        return null;
    }

    // The non-generic converter makes types at run time, which native AOT cannot; the generic one writes the same text.
    private static PayloadConverter? ForEnumText(ITypeSymbol type, out string problem)
    {
        var underlying = Underlying(type);
        var target = underlying ?? type;
        if (target.TypeKind != TypeKind.Enum)
        {
            problem = $"JsonStringEnumConverter does not convert '{PayloadTypeName.ForPeople(type)}'";
            return null;
        }

        problem = "";
        return new PayloadConverter(
            $"global::System.Text.Json.Serialization.JsonStringEnumConverter<{PayloadTypeName.Of(target)}>", underlying);
    }

    private static bool Applies(ITypeSymbol converts, ITypeSymbol type)
    {
        var name = PayloadTypeName.Of(converts);
        return name == PayloadTypeName.Of(type) || (Underlying(type) is { } underlying && name == PayloadTypeName.Of(underlying));
    }

    private static ITypeSymbol? Underlying(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : null;
}
