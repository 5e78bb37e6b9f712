using Durable.Shared.Payloads;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Durable.Generators.Parsing.Payloads;

/// <summary>Readable property names for payload types: <c>Order</c>, <c>ListOfOrder</c>, <c>DictionaryOfStringAndInt32</c>.</summary>
internal static class PayloadNames
{
    private const int MaxLength = 100;

    /// <summary>Names that the serializers class has or inherits, and so no property may take.</summary>
    public static readonly IReadOnlyList<string> Reserved =
    [
        "Default", "Options", "GeneratedSerializerOptions", "GetTypeInfo",
        "Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString",
    ];

    public static string For(ITypeSymbol type)
    {
        var name = UniqueNames.Clean(Describe(type));
        name = name.Length > MaxLength ? name.Substring(0, MaxLength) : name;

        // A member cannot bear the name of its class, whatever the generator settles on for that.
        return name.Length == 0 || char.IsDigit(name[0]) || SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None
            || name.StartsWith("JournalSerializers", StringComparison.Ordinal)
            ? "Payload" + name
            : name;
    }

    private static string Describe(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => Describe(array.ElementType) + "Array",
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable => "Nullable" + Describe(nullable.TypeArguments[0]),
        INamedTypeSymbol { IsTupleType: true } tuple => "TupleOf" + Join(tuple),
        INamedTypeSymbol { TypeArguments.IsEmpty: false } named => named.Name + "Of" + Join(named),
        _ => type.Name,
    };

    private static string Join(INamedTypeSymbol type) => string.Join("And", type.TypeArguments.Select(Describe));
}
