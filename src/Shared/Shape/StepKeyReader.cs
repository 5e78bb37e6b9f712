using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Durable.Shared.Shape;

/// <summary>Finds the parameters that name a call of a step, and checks that their text is the same at any time (DUR1023).</summary>
internal sealed class StepKeyReader(INamedTypeSymbol owner, DurableSymbols symbols, ProblemSink problems, CancellationToken cancellationToken)
{
    public const string Remedy = "use text, an integer, a Guid or an enum, or mark properties of the type with [StepKey]";

    public ImmutableArray<KeyPart> Read(IMethodSymbol method, ImmutableArray<StepParameter> parameters)
    {
        var parts = ImmutableArray.CreateBuilder<KeyPart>();
        for (var i = 0; i < parameters.Length; i++)
        {
            var parameter = parameters[i].Symbol;
            if (DurableSymbols.FindOnParameter(parameter, symbols.StepKeyAttribute) is null)
            {
                continue;
            }

            if (parameters[i].Kind == StepParameterKind.Payload && TryRead(parameter.Type) is { IsDefault: false } members)
            {
                parts.Add(new KeyPart(i, members));
                continue;
            }

            var (reason, remedy) = parameters[i].Kind == StepParameterKind.Payload
                ? ($"'{TypeText.Of(parameter.Type)}' has no text that is the same at any time", Remedy)
                : ("it is supplied by the engine and not recorded", "mark a parameter that is recorded");
            problems.Add(
                RuleIds.UnstableKey, Places.OfParameter(parameter, cancellationToken), parameter.Name, method.Name, reason, remedy);
        }

        return parts.ToImmutable();
    }

    /// <summary>The properties whose texts stand for a value of the type; empty for a type that has a text itself, default for one that has none.</summary>
    public ImmutableArray<IPropertySymbol> TryRead(ITypeSymbol type)
    {
        if (HasText(type))
        {
            return ImmutableArray<IPropertySymbol>.Empty;
        }

        var members = Keys(NotNull(type));
        return !members.IsEmpty && members.All(member => HasText(member.Type)) ? members : default;
    }

    private bool HasText(ITypeSymbol type) => NotNull(type) switch
    {
        { TypeKind: TypeKind.Enum } => true,
        {
            SpecialType: SpecialType.System_String
            or SpecialType.System_SByte or SpecialType.System_Byte
            or SpecialType.System_Int16 or SpecialType.System_UInt16
            or SpecialType.System_Int32 or SpecialType.System_UInt32
            or SpecialType.System_Int64 or SpecialType.System_UInt64
        } => true,
        var other => DurableSymbols.Is(other, symbols.Guid),
    };

    // A record's [StepKey] string Id marks the parameter; the property that it makes is what is meant.
    private ImmutableArray<IPropertySymbol> Keys(ITypeSymbol type)
    {
        var marked = type is INamedTypeSymbol { IsRecord: true } record
            ? record.InstanceConstructors
                .SelectMany(static constructor => constructor.Parameters)
                .Where(parameter => DurableSymbols.Find(parameter, symbols.StepKeyAttribute) is not null)
                .Select(static parameter => parameter.Name)
                .ToList()
            : [];
        return Hierarchy(type)
            .SelectMany(static declaring => declaring.GetMembers().OfType<IPropertySymbol>())
            .Where(property => marked.Contains(property.Name) || DurableSymbols.Find(property, symbols.StepKeyAttribute) is not null)
            .Where(property => property is { IsStatic: false, IsIndexer: false, GetMethod: { } getter } && symbols.Compilation.IsAccessible(getter, owner))
            .ToImmutableArray();
    }

    private static Stack<ITypeSymbol> Hierarchy(ITypeSymbol type)
    {
        var types = new Stack<ITypeSymbol>();
        for (var current = type; current is not null; current = current.BaseType)
        {
            types.Push(current);
        }

        return types;
    }

    private static ITypeSymbol NotNull(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;
}
