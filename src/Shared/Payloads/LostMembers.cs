using Microsoft.CodeAnalysis;

namespace Durable.Shared.Payloads;

/// <summary>Reports members whose value would not survive the journal: the serializer drops them in silence.</summary>
internal sealed class LostMembers(Compilation compilation, PayloadType type, INamedTypeSymbol named)
{
    public void Report()
    {
        if (type.Constructor is null)
        {
            // Its own report; which members are lost depends on the constructor that is missing.
            return;
        }

        foreach (var member in type.Members)
        {
            if (!member.IsReported && WhyLost(member) is { } reason)
            {
                member.IsReported = true;
                Report(member.Symbol, member.Type.Symbol, reason);
            }
        }

        ReportFields();
        ReportHiddenState();
    }

    private string? WhyLost(PayloadMember member)
    {
        if (member.Settings.IsExtensionData)
        {
            return WhyNotExtensionData(member);
        }

        var isRead = member.Setter != MemberAccess.None || member.IsPopulated
            || type.Constructor!.Parameters.Any(parameter => parameter.Member == member);
        if (member.Getter == MemberAccess.None)
        {
            return "it is read but never written, because its getter is not public; make it public, or add [JsonInclude]";
        }

        return member.Symbol switch
        {
            _ when isRead => null,
            IFieldSymbol => "a readonly field is not read back; add a constructor parameter of its name",
            IPropertySymbol { SetMethod: not null } =>
                "it is written but not read back, because its setter is not public; add [JsonInclude], or a constructor parameter of its name",
            IPropertySymbol property when IsStored(property) =>
                "it is written but not read back, because it has no setter; add init, or a constructor parameter of its name",
            _ => null,
        };
    }

    private string? WhyNotExtensionData(PayloadMember member)
    {
        if (type.Members.Count(static other => other.Settings.IsExtensionData) > 1)
        {
            return "an object has at most one member with [JsonExtensionData]; remove the others";
        }

        if (member.Setter == MemberAccess.None)
        {
            return "extension data needs a setter";
        }

        if (member.Type.Shape == PayloadShape.FromContext)
        {
            return "extension data is filled entry by entry, so the JsonContext must not list its type";
        }

        return member.Type.CSharpName switch
        {
            "global::System.Collections.Generic.Dictionary<string, global::System.Text.Json.JsonElement>"
                or "global::System.Collections.Generic.IDictionary<string, global::System.Text.Json.JsonElement>"
                or "global::System.Text.Json.Nodes.JsonObject" => null,
            _ => "extension data must be a Dictionary<string, JsonElement> or a JsonObject",
        };
    }

    // A computed property is written for readers of the journal and computed again; one that stores its value loses it.
    private bool IsStored(IPropertySymbol property)
    {
        var definition = property.OriginalDefinition;
        return IsOurs(definition)
            ? definition.ContainingType.GetMembers().OfType<IFieldSymbol>()
                .Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, definition))
            : definition.GetMethod is { } getter
                && getter.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "CompilerGeneratedAttribute");
    }

    private void ReportFields()
    {
        for (var level = named; level is not null; level = level.BaseType)
        {
            foreach (var field in level.GetMembers().OfType<IFieldSymbol>())
            {
                if (field is { IsStatic: false, IsConst: false, IsImplicitlyDeclared: false, DeclaredAccessibility: Accessibility.Public }
                    && !JsonAttributes.Has(field, JsonAttributes.Include) && !JsonAttributes.Has(field, JsonAttributes.Ignore))
                {
                    Report(field, field.Type, "fields are not written; make it a property, or add [JsonInclude] or [JsonIgnore]");
                }
            }
        }
    }

    // All that is public is computed from state that is not: Money over private cents. Nothing of it would come back.
    private void ReportHiddenState()
    {
        if (type.Members.IsEmpty || type.Findings.Count > 0 || !type.Members.All(static member => member.Setter == MemberAccess.None)
            || type.Constructor!.Parameters.Length > 0)
        {
            return;
        }

        var hasState = !IsOurs(named) || named.GetMembers().OfType<IFieldSymbol>()
            .Any(static field => field is { IsStatic: false, IsConst: false, IsImplicitlyDeclared: false });
        if (hasState)
        {
            type.Report(
                PayloadProblemKind.MemberLost,
                "none of its members is read back; add setters, or a constructor marked [JsonConstructor] whose parameters bear the names of members");
        }
    }

    private bool IsOurs(ISymbol symbol) => SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, compilation.Assembly);

    private void Report(ISymbol member, ITypeSymbol memberType, string reason) =>
        type.Report(new PayloadFinding(PayloadProblemKind.MemberLost, reason, member.Name, PayloadTypeName.ForPeople(memberType)));
}
