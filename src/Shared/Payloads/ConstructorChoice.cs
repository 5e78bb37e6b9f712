using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Durable.Shared.Payloads;

/// <summary>Picks the constructor that the serializer would, and matches its parameters to members.</summary>
internal sealed class ConstructorChoice(Compilation compilation, INamedTypeSymbol workflow, PayloadType type, INamedTypeSymbol named)
{
    /// <summary>Null when there is none; reported.</summary>
    public PayloadConstructor? Choose()
    {
        if (!TryPick(out var picked))
        {
            return null;
        }

        if (picked is null)
        {
            return new PayloadConstructor(null, MemberAccess.Direct, ImmutableArray<PayloadConstructorParameter>.Empty);
        }

        if (!picked.Parameters.IsEmpty && (type.Settings.CreationHandling == JsonAttributes.Populate
            || type.Members.Any(static member => member.Settings.CreationHandling == JsonAttributes.Populate)))
        {
            Fail("the serializer fills members in place only after a parameterless constructor; remove [JsonObjectCreationHandling] or the parameters");
            return null;
        }

        var setsRequired = picked.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "SetsRequiredMembersAttribute");
        var parameters = ImmutableArray.CreateBuilder<PayloadConstructorParameter>();
        foreach (var parameter in picked.Parameters)
        {
            if (Match(parameter) is not { } member)
            {
                return null;
            }

            member.Setter = MemberAccess.None;
            parameters.Add(new PayloadConstructorParameter(parameter, member));
        }

        if (setsRequired)
        {
            foreach (var member in type.Members)
            {
                member.IsRequired = JsonAttributes.Has(member.Symbol, JsonAttributes.Required);
            }
        }

        // A call of the constructor in C# must set required members; reading sets those the JSON has, which may be fewer.
        var isGuarded = !setsRequired && HasRequiredMembers();
        return new PayloadConstructor(
            picked,
            !isGuarded && compilation.IsAccessible(picked, workflow) ? MemberAccess.Direct : MemberAccess.Unsafe,
            parameters.ToImmutable());
    }

    private bool TryPick(out IMethodSymbol? picked)
    {
        picked = null;
        var marked = named.InstanceConstructors.Where(static candidate => JsonAttributes.Has(candidate, JsonAttributes.Constructor)).ToList();
        if (marked.Count > 1)
        {
            return Fail("more than one constructor carries [JsonConstructor]; leave it on one");
        }

        if (marked.Count == 1)
        {
            picked = marked[0];
            return true;
        }

        if (MetadataName.Of(named) == "System.Collections.Generic.KeyValuePair`2")
        {
            picked = named.InstanceConstructors.Single(static candidate => candidate.Parameters.Length == 2);
            return true;
        }

        if (named.IsValueType)
        {
            // The serializer starts from an empty struct and sets members, whatever other constructors there are.
            picked = named.InstanceConstructors.FirstOrDefault(static candidate => candidate is { IsImplicitlyDeclared: false, Parameters.IsEmpty: true });
            return true;
        }

        var visible = named.InstanceConstructors.Where(static candidate => candidate.DeclaredAccessibility == Accessibility.Public).ToList();
        picked = visible.FirstOrDefault(static candidate => candidate.Parameters.IsEmpty) ?? (visible.Count == 1 ? visible[0] : null);
        return picked is not null || Fail(visible.Count == 0
            ? "it has no public constructor; add one, or mark the one to use with [JsonConstructor]"
            : "it has several public constructors; mark the one to use with [JsonConstructor]");
    }

    private PayloadMember? Match(IParameterSymbol parameter)
    {
        if (parameter.RefKind != RefKind.None)
        {
            Fail($"its constructor takes '{parameter.Name}' by reference; take it by value");
            return null;
        }

        var matches = type.Members.Where(member =>
            !member.Settings.IsExtensionData
            && string.Equals(member.Name, parameter.Name, StringComparison.OrdinalIgnoreCase)
            && IsOf(member.Type, parameter.Type)).ToList();
        if (matches.Count == 1)
        {
            return matches[0];
        }

        Fail(matches.Count == 0
            ? $"its constructor parameter '{PayloadTypeName.ForPeople(parameter.Type)} {parameter.Name}' has no member of that name and type to take its value from; add one, or mark another constructor with [JsonConstructor]"
            : $"its constructor parameter '{parameter.Name}' could take its value from several members; rename all but one");
        return null;
    }

    private static bool IsOf(PayloadType payload, ITypeSymbol type) =>
        SymbolEqualityComparer.Default.Equals(payload.Symbol, type) || payload.CSharpName == PayloadTypeName.Of(type);

    private bool Fail(string reason)
    {
        type.Report(PayloadProblemKind.Constructor, reason);
        return false;
    }

    private bool HasRequiredMembers()
    {
        for (var level = named; level is not null; level = level.BaseType)
        {
            if (level.GetMembers().Any(static member => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true }))
            {
                return true;
            }
        }

        return false;
    }
}
