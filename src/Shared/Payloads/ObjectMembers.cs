using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Durable.Shared.Payloads;

/// <summary>The members of an object's JSON, in the order and with the hiding rules of the serializer's reflection resolver.</summary>
internal sealed class ObjectMembers(
    PayloadTypes types, Compilation compilation, INamedTypeSymbol workflow, ConverterChoice converters, PayloadType type, INamedTypeSymbol named)
{
    private readonly List<PayloadMember?> _members = [];
    private readonly Dictionary<string, int> _byJsonName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ISymbol> _ignored = new(StringComparer.Ordinal);
    private readonly Dictionary<int, ISymbol> _symbols = [];

    /// <summary>Derived before base, properties before fields, declaration order within; then by <c>[JsonPropertyOrder]</c>, stably.</summary>
    public ImmutableArray<PayloadMember> Collect()
    {
        foreach (var level in Levels())
        {
            foreach (var property in level.GetMembers().OfType<IPropertySymbol>())
            {
                if (IsPart(property))
                {
                    Add(property, property.Type);
                }
            }

            foreach (var field in level.GetMembers().OfType<IFieldSymbol>())
            {
                if (field is { IsStatic: false, IsImplicitlyDeclared: false } && JsonAttributes.Has(field, JsonAttributes.Include))
                {
                    Add(field, field.Type);
                }
            }
        }

        return _members.Where(static member => member is not null).Select(static member => member!)
            .OrderBy(static member => member.Settings.Order).ToImmutableArray();
    }

    private IEnumerable<INamedTypeSymbol> Levels()
    {
        for (var level = named; level is { SpecialType: not (SpecialType.System_Object or SpecialType.System_ValueType) }; level = level.BaseType)
        {
            yield return level;
        }

        if (named.TypeKind == TypeKind.Interface)
        {
            foreach (var face in named.AllInterfaces)
            {
                yield return face;
            }
        }
    }

    private bool IsPart(IPropertySymbol property) =>
        property is { IsStatic: false, IsIndexer: false, ExplicitInterfaceImplementations.IsEmpty: true }
        && (property.GetMethod?.DeclaredAccessibility == Accessibility.Public
            || property.SetMethod?.DeclaredAccessibility == Accessibility.Public
            || JsonAttributes.Has(property, JsonAttributes.Include))
        && !OverridesIgnored(property);

    private bool OverridesIgnored(IPropertySymbol property) =>
        _ignored.TryGetValue(property.Name, out var ignored)
        && IsVirtual(property) && ignored is IPropertySymbol other && IsVirtual(other)
        && PayloadTypeName.Of(other.Type) == PayloadTypeName.Of(property.Type);

    private static bool IsVirtual(IPropertySymbol property) => property.IsVirtual || property.IsOverride || property.IsAbstract;

    private void Add(ISymbol symbol, ITypeSymbol memberType)
    {
        var settings = JsonAttributes.MemberSettings(symbol);
        var jsonName = JsonAttributes.Text(symbol, JsonAttributes.PropertyName) ?? symbol.Name;
        var isIgnored = settings.IgnoreCondition == JsonAttributes.IgnoreAlways;
        if (!_byJsonName.TryGetValue(jsonName, out var index))
        {
            _byJsonName.Add(jsonName, _members.Count);
            _symbols.Add(_members.Count, symbol);
            _members.Add(isIgnored ? null : Make(symbol, memberType, jsonName, settings));
        }
        else if (_members[index] is null)
        {
            // What stood here is ignored. If it is the same member further down the hierarchy, this one is hidden by it.
            if (!isIgnored && _symbols[index].Name != symbol.Name)
            {
                _symbols[index] = symbol;
                _members[index] = Make(symbol, memberType, jsonName, settings);
            }
        }
        else if (!isIgnored && _symbols[index].Name != symbol.Name && !_ignored.ContainsKey(symbol.Name))
        {
            Report(
                symbol,
                memberType,
                PayloadProblemKind.MemberLost,
                $"'{_symbols[index].Name}' has the same JSON name \"{jsonName}\"; give one of them another [JsonPropertyName]");
        }

        if (isIgnored)
        {
            _ignored[symbol.Name] = symbol;
        }
    }

    private PayloadMember Make(ISymbol symbol, ITypeSymbol memberType, string jsonName, JsonMemberSettings settings)
    {
        var member = new PayloadMember(symbol, types.Get(memberType), jsonName, settings)
        {
            Getter = GetterOf(symbol),
            Setter = SetterOf(symbol),
            IsRequired = JsonAttributes.Has(symbol, JsonAttributes.Required)
                || symbol is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true },
        };
        if (JsonAttributes.FindConverter(symbol) is { } attribute)
        {
            member.Converter = converters.Choose(attribute, memberType, out var problem);
            if (member.Converter is null)
            {
                member.IsReported = true;
                Report(symbol, memberType, PayloadProblemKind.Unsupported, problem);
            }
            else if (!compilation.IsAccessible(memberType, workflow))
            {
                Report(symbol, memberType, PayloadProblemKind.Unsupported, "generated code cannot name its type; make it internal or nest it in the workflow");
            }
        }

        member.IsSensitive = Sensitivity.IsMarked(symbol, named) || (member.Converter is not null && Sensitivity.IsInside(memberType));
        var attributes = new MemberAttributes(type, member, memberType);
        member.IsPopulated = attributes.IsPopulated();
        if (attributes.WhyRefused() is { } refused)
        {
            member.IsReported = true;
            Report(symbol, memberType, PayloadProblemKind.Unsupported, refused);
        }

        return member;
    }

    private void Report(ISymbol member, ITypeSymbol memberType, PayloadProblemKind kind, string reason) =>
        type.Report(new PayloadFinding(kind, reason, member.Name, PayloadTypeName.ForPeople(memberType)));

    private MemberAccess GetterOf(ISymbol symbol) => symbol switch
    {
        IFieldSymbol => Reach(symbol),
        IPropertySymbol { GetMethod: { } getter } when IsUsed(symbol, getter) => Reach(getter),
        _ => MemberAccess.None,
    };

    private MemberAccess SetterOf(ISymbol symbol) => symbol switch
    {
        IFieldSymbol { IsReadOnly: true } => MemberAccess.None,
        IFieldSymbol => Reach(symbol),
        IPropertySymbol { SetMethod: { } setter } when IsUsed(symbol, setter) => setter.IsInitOnly ? MemberAccess.Unsafe : Reach(setter),
        _ => MemberAccess.None,
    };

    private static bool IsUsed(ISymbol property, IMethodSymbol accessor) =>
        accessor.DeclaredAccessibility == Accessibility.Public || JsonAttributes.Has(property, JsonAttributes.Include);

    private MemberAccess Reach(ISymbol symbol) =>
        compilation.IsAccessible(symbol, workflow) && !IsForbidden(symbol) ? MemberAccess.Direct : MemberAccess.Unsafe;

    // [Obsolete("...", error: true)]: no C# may use it, but what was recorded with it must still read.
    private static bool IsForbidden(ISymbol symbol) =>
        symbol.GetAttributes().Concat((symbol as IMethodSymbol)?.AssociatedSymbol?.GetAttributes() ?? ImmutableArray<AttributeData>.Empty)
            .Any(static attribute => attribute.AttributeClass?.Name == "ObsoleteAttribute"
                && attribute.ConstructorArguments.Length == 2 && attribute.ConstructorArguments[1].Value is true);
}
