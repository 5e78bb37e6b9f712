using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Determinism.Carrying;

/// <summary>Where a body stands: what names it in the next compilation, whose symbols are others and whose unchanged files are the same.</summary>
/// <remarks>No documentation id: local functions of two methods, and types that are local to two files, may share one.</remarks>
/// <param name="Tree">The version of the file.</param>
/// <param name="Start">Where in it the member begins; of what the compiler writes itself, its type.</param>
/// <param name="Kind">What tells a property from its only accessor.</param>
/// <param name="Name">What tells apart those that the compiler writes into one type, with the next two.</param>
/// <param name="Parameters">How many.</param>
/// <param name="IsImplicit">Whether the compiler wrote it.</param>
internal readonly record struct BodyPlace(SyntaxTree Tree, int Start, SymbolKind Kind, string Name, int Parameters, bool IsImplicit)
{
    public static BodyPlace? Of(ISymbol body) =>
        (body.DeclaringSyntaxReferences.FirstOrDefault() ?? body.ContainingType?.DeclaringSyntaxReferences.FirstOrDefault()) is { } reference
            ? new BodyPlace(reference.SyntaxTree, reference.Span.Start, body.Kind, body.Name, (body as IMethodSymbol)?.Parameters.Length ?? 0, body.IsImplicitlyDeclared)
            : null;
}
