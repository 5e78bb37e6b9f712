using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism;

/// <summary>Finds by the language's own patterns what a collection expression runs: <c>Add</c> of what it makes, the enumerators of what it spreads.</summary>
/// <remarks>The compiler tells neither. Only code that somebody wrote is looked for; the framework's collections keep no clock.</remarks>
internal sealed class CollectionMembers(SemanticModel model)
{
    /// <summary>The method that takes the elements; null where they are not added one by one.</summary>
    public IEnumerable<ISymbol> AddsOf(ICollectionExpressionOperation collection)
    {
        if (collection.Elements.IsEmpty || collection.Type is not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } type || collection.ConstructMethod is { MethodKind: not MethodKind.Constructor })
        {
            return [];
        }

        var adds = Named("Add", type, collection).Where(static method => !method.IsStatic && method.Parameters.Length == 1).ToList();
        return collection.Elements.Select(TypeOf).OfType<ITypeSymbol>().Distinct<ITypeSymbol>(SymbolEqualityComparer.Default).Select(element => Best(adds, element)).OfType<ISymbol>();
    }

    /// <summary>What goes through a sequence, as <c>foreach</c> would.</summary>
    public IEnumerable<ISymbol> EnumerationOf(ISpreadOperation spread)
    {
        if (spread.Operand.Type is not INamedTypeSymbol type || Enumerator(type, spread) is not { } enumerator)
        {
            yield break;
        }

        yield return enumerator;
        foreach (var member in enumerator.ReturnType.GetMembers())
        {
            if (member is IMethodSymbol { Name: "MoveNext", Parameters.IsEmpty: true } or IPropertySymbol { Name: "Current" } or IMethodSymbol { Name: "Dispose", Parameters.IsEmpty: true })
            {
                yield return member;
            }
        }
    }

    private IMethodSymbol? Enumerator(INamedTypeSymbol type, IOperation spread) =>
        Named("GetEnumerator", type, spread).FirstOrDefault(static method => method.Parameters.IsEmpty && (!method.IsStatic || method.IsExtensionMethod))
        ?? type.AllInterfaces
            .Where(static contract => contract.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T)
            .SelectMany(static contract => contract.GetMembers("GetEnumerator"))
            .Select(type.FindImplementationForInterfaceMember)
            .OfType<IMethodSymbol>()
            .FirstOrDefault();

    // An extension counts where the type has no such method itself.
    private IEnumerable<IMethodSymbol> Named(string name, INamedTypeSymbol type, IOperation use)
    {
        var found = model.LookupSymbols(use.Syntax.SpanStart, type, name, includeReducedExtensionMethods: true).OfType<IMethodSymbol>().ToList();
        return found.Exists(static method => method.MethodKind != MethodKind.ReducedExtension) ? found.Where(static method => method.MethodKind != MethodKind.ReducedExtension) : found;
    }

    private static ITypeSymbol? TypeOf(IOperation element) => element switch
    {
        ISpreadOperation spread => spread.ElementType,
        IConversionOperation { IsImplicit: true } conversion => conversion.Operand.Type,
        _ => element.Type,
    };

    private IMethodSymbol? Best(List<IMethodSymbol> adds, ITypeSymbol element) =>
        adds.Find(method => SymbolEqualityComparer.Default.Equals(method.Parameters[0].Type, element))
        ?? adds.Find(method => model.Compilation.ClassifyConversion(element, method.Parameters[0].Type).IsImplicit);
}
