using System.Globalization;
using Durable.Generators.Emitting;
using Microsoft.CodeAnalysis;

namespace Durable.Generators.Parsing;

/// <summary>Constants as C# expressions of exactly their own type.</summary>
internal static class ConstantText
{
    /// <summary>A parameter's default value.</summary>
    public static string Of(ITypeSymbol type, object? value)
    {
        if (value is null)
        {
            return "default";
        }

        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            type = nullable.TypeArguments[0];
        }

        return type.TypeKind == TypeKind.Enum ? $"({SourceText.Plain(type)})({Primitive(value)})" : Primitive(value);
    }

    /// <summary>An attribute's argument; null for what no attribute can hold, or for the null constant.</summary>
    public static string? Of(TypedConstant constant) => constant switch
    {
        { IsNull: true } or { Kind: TypedConstantKind.Array or TypedConstantKind.Error } => null,
        { Value: ITypeSymbol type } => $"typeof({SourceText.Plain(type)})",
        { Type: { } type } => Of(type, constant.Value),
        _ => null,
    };

    private static string Primitive(object value) => value switch
    {
        string text => Literal.Of(text),
        bool flag => Literal.Of(flag),
        char character => $"(char){((int)character).ToString(CultureInfo.InvariantCulture)}",
        float.NaN => "float.NaN",
        float.PositiveInfinity => "float.PositiveInfinity",
        float.NegativeInfinity => "float.NegativeInfinity",
        double.NaN => "double.NaN",
        double.PositiveInfinity => "double.PositiveInfinity",
        double.NegativeInfinity => "double.NegativeInfinity",
        float number => number.ToString("R", CultureInfo.InvariantCulture) + "f",
        double number => number.ToString("R", CultureInfo.InvariantCulture) + "d",
        decimal number => number.ToString(CultureInfo.InvariantCulture) + "m",
        long number => number.ToString(CultureInfo.InvariantCulture) + "L",
        ulong number => number.ToString(CultureInfo.InvariantCulture) + "UL",
        uint number => number.ToString(CultureInfo.InvariantCulture) + "U",
        int number => number.ToString(CultureInfo.InvariantCulture),
        // The small integers have no suffix of their own.
        sbyte number => $"(sbyte)({number.ToString(CultureInfo.InvariantCulture)})",
        byte number => $"(byte){number.ToString(CultureInfo.InvariantCulture)}",
        short number => $"(short)({number.ToString(CultureInfo.InvariantCulture)})",
        ushort number => $"(ushort){number.ToString(CultureInfo.InvariantCulture)}",
        _ => "default",
    };
}
