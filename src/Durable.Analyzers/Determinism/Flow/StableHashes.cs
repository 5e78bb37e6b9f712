using Durable.Shared.Payloads;
using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Determinism.Flow;

/// <summary>Which types have the same hash codes in every process.</summary>
/// <remarks>
/// .NET seeds the hash codes of strings, and <c>HashCode</c>, anew for each process; those of objects without one of their own follow from the thread.
/// What stands here is proven by a test that asks several processes.
/// </remarks>
internal static class StableHashes
{
    private static readonly HashSet<string> s_types = new(StringComparer.Ordinal)
    {
        "System.Guid", "System.DateTimeOffset", "System.DateOnly", "System.TimeOnly", "System.TimeSpan", "System.Half", "System.Text.Rune", "System.Version",
    };

    public static bool Has(ITypeSymbol type) => Has(type, depth: 0);

    private static bool Has(ITypeSymbol type, int depth)
    {
        if (type.TypeKind == TypeKind.Enum || IsPrimitive(type.SpecialType))
        {
            return true;
        }

        return type is INamedTypeSymbol named && depth < 10 && (named switch
        {
            { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } => Has(named.TypeArguments[0], depth + 1),
            { Name: "Tuple", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } => named.TypeArguments.All(argument => Has(argument, depth + 1)),
            { IsRecord: true, IsValueType: true } => IsOfStableFields(named, depth),
            _ => s_types.Contains(MetadataName.Of(named)),
        });
    }

    // The hash code that the compiler writes for a record struct combines those of its fields, and nothing else.
    private static bool IsOfStableFields(INamedTypeSymbol type, int depth) =>
        type.GetMembers("GetHashCode").OfType<IMethodSymbol>().All(static method => method.IsImplicitlyDeclared)
        && type.GetMembers().OfType<IFieldSymbol>().Where(static field => !field.IsStatic).All(field => Has(field.Type, depth + 1));

    private static bool IsPrimitive(SpecialType type) => type
        is SpecialType.System_Boolean or SpecialType.System_Char or SpecialType.System_DateTime or SpecialType.System_Decimal
        or SpecialType.System_Double or SpecialType.System_Single or SpecialType.System_IntPtr or SpecialType.System_UIntPtr
        or (>= SpecialType.System_SByte and <= SpecialType.System_UInt64);
}
