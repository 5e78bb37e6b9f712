using Durable.Generators.Emitting;
using Microsoft.CodeAnalysis;

namespace Durable.Generators.Parsing;

/// <summary>Reads how a parameter of a step or compensator is filled from the attempt's services.</summary>
internal static class ServiceParser
{
    /// <summary>A C# expression over <c>step</c>.</summary>
    public static string Expression(IParameterSymbol parameter)
    {
        var service = SourceText.Of(ConstructorParser.ServiceOf(parameter.Type));
        var key = ConstructorParser.KeyOf(parameter) is { } given ? $", {given}" : "";
        var keyed = key.Length > 0 ? "Keyed" : "";

        // A nullable parameter says that it can do without.
        return IsNullable(parameter)
            ? $"{RuntimeTypes.StepServices}.Optional{keyed}<{service}>(step{key})"
            : $"{RuntimeTypes.StepServices}.Required{keyed}<{service}>(step, {Literal.Of(parameter.Name)}{key})";
    }

    private static bool IsNullable(IParameterSymbol parameter) =>
        parameter.NullableAnnotation == NullableAnnotation.Annotated
        || parameter.Type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;
}
