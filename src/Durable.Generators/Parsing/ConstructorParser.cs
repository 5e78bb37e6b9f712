using Durable.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Durable.Generators.Parsing;

/// <summary>Reads how the constructor of a workflow is filled from services.</summary>
internal static class ConstructorParser
{
    private const string FromKeyedServices = "Microsoft.Extensions.DependencyInjection.FromKeyedServicesAttribute";

    public static EquatableArray<ConstructorParameterModel> Parse(IMethodSymbol constructor) =>
        constructor.Parameters.Select(Parse).ToEquatableArray();

    private static ConstructorParameterModel Parse(IParameterSymbol parameter)
    {
        var defaultValue = parameter.HasExplicitDefaultValue ? ConstantText.Of(parameter.Type, parameter.ExplicitDefaultValue) : null;
        return new ConstructorParameterModel(
            SourceText.Of(parameter.Type),
            defaultValue is null ? SourceText.Of(ServiceOf(parameter.Type)) : SourceText.Of(parameter.Type.WithNullableAnnotation(NullableAnnotation.NotAnnotated)),
            SourceText.Identifier(parameter.Name),
            KeyOf(parameter),
            defaultValue);
    }

    private static ITypeSymbol ServiceOf(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? nullable.TypeArguments[0]
            : type.WithNullableAnnotation(NullableAnnotation.NotAnnotated);

    private static string? KeyOf(IParameterSymbol parameter)
    {
        foreach (var attribute in parameter.GetAttributes())
        {
            if (attribute.AttributeClass?.ToDisplayString() == FromKeyedServices && attribute.ConstructorArguments.Length == 1)
            {
                return ConstantText.Of(attribute.ConstructorArguments[0]);
            }
        }

        return null;
    }
}
