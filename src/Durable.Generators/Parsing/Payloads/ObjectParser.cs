using Durable.Generators.Models;
using Durable.Generators.Models.Payloads;
using Durable.Shared.Payloads;
using Microsoft.CodeAnalysis;

namespace Durable.Generators.Parsing.Payloads;

/// <summary>Turns a classified object type into plain values.</summary>
internal static class ObjectParser
{
    private const int Never = 0;

    public static ObjectModel Parse(PayloadType type, Func<PayloadType, string> nameOf) => new(
        nameOf(type),
        type.CSharpName,
        type.Symbol.IsValueType,
        type.Constructor is { } constructor ? ParseConstructor(constructor) : null,
        type.Members.Select(member => ParseMember(type, member, nameOf(member.Type))).ToEquatableArray(),
        HasHandler(type),
        type.Settings);

    private static bool HasHandler(PayloadType type) =>
        !type.IsPolymorphic && type.Settings is { NumberHandling: null, HasCallbacks: false }
        && type.Members.All(static member =>
            member.Converter is null
            && member.Settings is { NumberHandling: null, IsExtensionData: false, IgnoreCondition: null or Never or JsonAttributes.IgnoreWhenWritingDefault or JsonAttributes.IgnoreWhenWritingNull });

    private static ConstructorModel ParseConstructor(PayloadConstructor constructor) => new(
        constructor is { Access: MemberAccess.Unsafe, Symbol: { } symbol } ? AccessorParser.Constructor(symbol) : null,
        constructor.Symbol is null,
        constructor.Parameters
            .Select(static parameter => new CreationParameterModel(
                parameter.Symbol.Name, parameter.Member.Type.CSharpName, DefaultValueText.Of(parameter.Symbol)))
            .ToEquatableArray());

    private static MemberModel ParseMember(PayloadType type, PayloadMember member, string payload) => new(
        member.Name,
        member.JsonName,
        member.Type.CSharpName,
        payload,
        SymbolEqualityComparer.Default.Equals(member.Symbol.ContainingType, type.Symbol) ? type.CSharpName : PayloadTypeName.Of(member.Symbol.ContainingType),
        IsHidden(type, member),
        member.Symbol is IFieldSymbol,
        member.Getter,
        member.Getter == MemberAccess.Unsafe ? AccessorParser.Getter(member.Symbol) : null,
        member.Setter,
        member.Setter == MemberAccess.Unsafe ? AccessorParser.Setter(member.Symbol) : null,
        member.IsRequired,
        member.Converter is { } converter ? SerializersCollector.ToModel(converter, member.Type.Symbol) : null,
        member.Settings);

    private static bool IsHidden(PayloadType type, PayloadMember member)
    {
        var declaring = member.Symbol.ContainingType;
        for (var level = type.Symbol as INamedTypeSymbol;
            level is not null && !SymbolEqualityComparer.Default.Equals(level, declaring);
            level = level.BaseType)
        {
            if (level.TypeKind == TypeKind.Interface || !level.GetMembers(member.Name).IsEmpty)
            {
                return true;
            }
        }

        return false;
    }
}
