using Durable.Generators.Models;
using Durable.Shared;
using Microsoft.CodeAnalysis;

namespace Durable.Generators.Parsing;

/// <summary>Reads how the constructor of a workflow is filled from services.</summary>
internal static class ConstructorParser
{
    private const string FromKeyedServices = "Microsoft.Extensions.DependencyInjection.FromKeyedServicesAttribute";

    public static EquatableArray<ConstructorParameterModel> Parse(IMethodSymbol constructor, DurableSymbols symbols) =>
        constructor.Parameters.Select(parameter => Parse(parameter, symbols)).ToEquatableArray();

    private static ConstructorParameterModel Parse(IParameterSymbol parameter, DurableSymbols symbols)
    {
        var defaultValue = parameter.HasExplicitDefaultValue ? ConstantText.Of(parameter.Type, parameter.ExplicitDefaultValue) : null;
        return new ConstructorParameterModel(
            SourceText.Of(parameter.Type),
            defaultValue is null ? SourceText.Of(ServiceOf(parameter.Type)) : SourceText.Of(parameter.Type.WithNullableAnnotation(NullableAnnotation.NotAnnotated)),
            SourceText.Identifier(parameter.Name),
            KeyOf(parameter),
            defaultValue,
            symbols.SharedStepsOf(parameter.Type) is not null);
    }

    /// <summary>What to ask the services for.</summary>
    public static ITypeSymbol ServiceOf(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? nullable.TypeArguments[0]
            : type.WithNullableAnnotation(NullableAnnotation.NotAnnotated);

    /// <summary>A C# expression for the key of a keyed service; null for an ordinary one. What is overridden counts, too.</summary>
    public static string? KeyOf(IParameterSymbol parameter)
    {
        for (var method = parameter.ContainingSymbol as IMethodSymbol; method is not null; method = method.OverriddenMethod)
        {
            foreach (var attribute in method.Parameters[parameter.Ordinal].GetAttributes())
            {
                if (attribute.AttributeClass?.ToDisplayString() == FromKeyedServices && attribute.ConstructorArguments.Length == 1)
                {
                    return ConstantText.Of(attribute.ConstructorArguments[0]);
                }
            }
        }

        return null;
    }
}
