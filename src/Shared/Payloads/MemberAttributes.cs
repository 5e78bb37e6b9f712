using Microsoft.CodeAnalysis;

namespace Durable.Shared.Payloads;

/// <summary>Attributes on a member that the serializer refuses for the member's type, at run time, when the first value comes.</summary>
internal sealed class MemberAttributes(PayloadType type, PayloadMember member, ITypeSymbol memberType)
{
    public string? WhyRefused()
    {
        if (member.Settings.IgnoreCondition == JsonAttributes.IgnoreWhenWritingNull && memberType.IsValueType && !IsNullable(memberType))
        {
            return "it is never null, so [JsonIgnore(Condition = WhenWritingNull)] is refused by the serializer; use WhenWritingDefault";
        }

        if (member.Settings.NumberHandling is not null && (member.Converter is not null || !IsNumeric(member.Type)))
        {
            return "it holds no numbers, so [JsonNumberHandling] is refused by the serializer; remove the attribute";
        }

        return member.Settings.CreationHandling == JsonAttributes.Populate && !CanBePopulated(member.Type)
            ? "it cannot be filled in place, so [JsonObjectCreationHandling] is refused by the serializer; use a list, set or dictionary, or remove the attribute"
            : null;
    }

    /// <summary>Whether reading fills what the constructor made.</summary>
    public bool IsPopulated() =>
        (member.Settings.CreationHandling ?? type.Settings.CreationHandling) == JsonAttributes.Populate && CanBePopulated(member.Type);

    private static bool IsNumeric(PayloadType type) => type switch
    {
        { Shape: PayloadShape.FromContext } => false,
        { Shape: PayloadShape.Nullable, Element: { Shape: PayloadShape.FromContext } } => false,
        { Shape: PayloadShape.Sequence or PayloadShape.Map, Element: { Shape: not PayloadShape.FromContext } element } => IsNumber(Underlying(element.Symbol)),
        _ => IsNumber(Underlying(type.Symbol)),
    };

    private static bool IsNumber(ITypeSymbol type) => BuiltinPayload.Find(type) is { } builtin
        && (builtin.Writing == BuiltinWriting.Number || builtin.Converter is "HalfConverter" or "Int128Converter" or "UInt128Converter");

    private static bool CanBePopulated(PayloadType type) => !type.Symbol.IsValueType && type switch
    {
        { Collection: { } form } => form.Factory is "CreateListInfo" or "CreateIListInfo" or "CreateICollectionInfo" or "CreateISetInfo"
            or "CreateQueueInfo" or "CreateConcurrentQueueInfo" or "CreateDictionaryInfo" or "CreateIDictionaryInfo",
        _ => type is { Shape: PayloadShape.Object, IsPolymorphic: false },
    };

    private static bool IsNullable(ITypeSymbol type) => type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;

    private static ITypeSymbol Underlying(ITypeSymbol type) => IsNullable(type) ? ((INamedTypeSymbol)type).TypeArguments[0] : type;
}
