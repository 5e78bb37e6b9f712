using Microsoft.CodeAnalysis;

namespace Durable.Shared.Payloads;

/// <summary>A type that System.Text.Json writes as one JSON value.</summary>
/// <param name="Converter">The property of <c>JsonMetadataServices</c> that holds its converter.</param>
/// <param name="Writing">The quickest call that writes the same.</param>
/// <param name="IsKey">A dictionary may have it as its key.</param>
internal sealed record BuiltinPayload(string Converter, BuiltinWriting Writing, bool IsKey)
{
    private static readonly Dictionary<string, BuiltinPayload> s_byName = new(StringComparer.Ordinal)
    {
        ["System.Boolean"] = new("BooleanConverter", BuiltinWriting.Boolean, IsKey: true),
        ["System.Byte"] = new("ByteConverter", BuiltinWriting.Number, IsKey: true),
        ["System.SByte"] = new("SByteConverter", BuiltinWriting.Number, IsKey: true),
        ["System.Int16"] = new("Int16Converter", BuiltinWriting.Number, IsKey: true),
        ["System.UInt16"] = new("UInt16Converter", BuiltinWriting.Number, IsKey: true),
        ["System.Int32"] = new("Int32Converter", BuiltinWriting.Number, IsKey: true),
        ["System.UInt32"] = new("UInt32Converter", BuiltinWriting.Number, IsKey: true),
        ["System.Int64"] = new("Int64Converter", BuiltinWriting.Number, IsKey: true),
        ["System.UInt64"] = new("UInt64Converter", BuiltinWriting.Number, IsKey: true),
        ["System.Int128"] = new("Int128Converter", BuiltinWriting.Converter, IsKey: true),
        ["System.UInt128"] = new("UInt128Converter", BuiltinWriting.Converter, IsKey: true),
        ["System.Half"] = new("HalfConverter", BuiltinWriting.Converter, IsKey: true),
        ["System.Single"] = new("SingleConverter", BuiltinWriting.Number, IsKey: true),
        ["System.Double"] = new("DoubleConverter", BuiltinWriting.Number, IsKey: true),
        ["System.Decimal"] = new("DecimalConverter", BuiltinWriting.Number, IsKey: true),
        ["System.Char"] = new("CharConverter", BuiltinWriting.Converter, IsKey: true),
        ["System.String"] = new("StringConverter", BuiltinWriting.Text, IsKey: true),
        ["System.Guid"] = new("GuidConverter", BuiltinWriting.Text, IsKey: true),
        ["System.DateTime"] = new("DateTimeConverter", BuiltinWriting.Text, IsKey: true),
        ["System.DateTimeOffset"] = new("DateTimeOffsetConverter", BuiltinWriting.Text, IsKey: true),
        ["System.DateOnly"] = new("DateOnlyConverter", BuiltinWriting.Converter, IsKey: true),
        ["System.TimeOnly"] = new("TimeOnlyConverter", BuiltinWriting.Converter, IsKey: true),
        ["System.TimeSpan"] = new("TimeSpanConverter", BuiltinWriting.Converter, IsKey: true),
        ["System.Uri"] = new("UriConverter", BuiltinWriting.Converter, IsKey: true),
        ["System.Version"] = new("VersionConverter", BuiltinWriting.Converter, IsKey: true),
        ["System.Text.Json.JsonElement"] = new("JsonElementConverter", BuiltinWriting.Converter, IsKey: false),
        ["System.Text.Json.JsonDocument"] = new("JsonDocumentConverter", BuiltinWriting.Converter, IsKey: false),
        ["System.Text.Json.Nodes.JsonNode"] = new("JsonNodeConverter", BuiltinWriting.Converter, IsKey: false),
        ["System.Text.Json.Nodes.JsonObject"] = new("JsonObjectConverter", BuiltinWriting.Converter, IsKey: false),
        ["System.Text.Json.Nodes.JsonArray"] = new("JsonArrayConverter", BuiltinWriting.Converter, IsKey: false),
        ["System.Text.Json.Nodes.JsonValue"] = new("JsonValueConverter", BuiltinWriting.Converter, IsKey: false),
    };

    private static readonly BuiltinPayload s_bytes = new("ByteArrayConverter", BuiltinWriting.Base64, IsKey: false);
    private static readonly BuiltinPayload s_memory = new("MemoryByteConverter", BuiltinWriting.Converter, IsKey: false);
    private static readonly BuiltinPayload s_readOnlyMemory = new("ReadOnlyMemoryByteConverter", BuiltinWriting.Converter, IsKey: false);

    public static BuiltinPayload? Find(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { IsSZArray: true, ElementType.SpecialType: SpecialType.System_Byte } => s_bytes,
        INamedTypeSymbol { Arity: 1 } memory when memory.TypeArguments[0].SpecialType == SpecialType.System_Byte => MetadataName.Of(memory) switch
        {
            "System.Memory`1" => s_memory,
            "System.ReadOnlyMemory`1" => s_readOnlyMemory,
            _ => null,
        },
        INamedTypeSymbol { Arity: 0, ContainingType: null } named => s_byName.TryGetValue(MetadataName.Of(named), out var builtin) ? builtin : null,
        _ => null,
    };
}
