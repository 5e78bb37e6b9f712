using System.Globalization;
using Durable.Shared.Payloads;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Durable.Generators.Parsing.Payloads;

/// <summary>The default value of an optional parameter as a C# expression of the parameter's type.</summary>
internal static class DefaultValueText
{
    /// <summary>Null when the parameter has none.</summary>
    public static string? Of(IParameterSymbol parameter)
    {
        if (!parameter.HasExplicitDefaultValue)
        {
            return null;
        }

        var type = PayloadTypeName.Of(parameter.Type);
        return parameter.ExplicitDefaultValue switch
        {
            null => $"default({type})",
            double value when double.IsNaN(value) || double.IsInfinity(value) => Special(type, "double", value.ToString(CultureInfo.InvariantCulture)),
            float value when float.IsNaN(value) || float.IsInfinity(value) => Special(type, "float", value.ToString(CultureInfo.InvariantCulture)),
            double value => $"({type})({value.ToString("R", CultureInfo.InvariantCulture)}D)",
            float value => $"({type})({value.ToString("R", CultureInfo.InvariantCulture)}F)",
            decimal value => $"({type})({value.ToString(CultureInfo.InvariantCulture)}M)",
            string value => SymbolDisplay.FormatLiteral(value, quote: true),
            var value => $"({type})({SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false)})",
        };
    }

    private static string Special(string type, string primitive, string value) => value switch
    {
        "NaN" => $"({type}){primitive}.NaN",
        "Infinity" => $"({type}){primitive}.PositiveInfinity",
        _ => $"({type}){primitive}.NegativeInfinity",
    };
}
