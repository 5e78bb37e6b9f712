using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Determinism.Carrying;

/// <summary>Where a body stands: what names it in the next compilation, whose symbols are others.</summary>
/// <remarks>No documentation id: local functions of two methods, and types that are local to two files, may share one.</remarks>
/// <param name="Type">Around it, as it is written: so what is edited has no place any more.</param>
/// <param name="Start">Where in the type the member begins; of what the compiler writes itself, its own type.</param>
/// <param name="Kind">What tells a property from its only accessor.</param>
/// <param name="Name">What tells apart those that the compiler writes into one type, with the next two.</param>
/// <param name="Parameters">How many.</param>
/// <param name="IsImplicit">Whether the compiler wrote it.</param>
internal readonly record struct BodyPlace(OutermostType Type, int Start, SymbolKind Kind, string Name, int Parameters, bool IsImplicit)
{
    public static BodyPlace? Of(ISymbol body)
    {
        var reference = body.DeclaringSyntaxReferences.FirstOrDefault() ?? body.ContainingType?.DeclaringSyntaxReferences.FirstOrDefault();
        return reference is not null && OutermostTypes.In(reference.SyntaxTree).Around(reference.Span.Start) is { } type
            ? new BodyPlace(type, reference.Span.Start - type.Start, body.Kind, body.Name, (body as IMethodSymbol)?.Parameters.Length ?? 0, body.IsImplicitlyDeclared)
            : null;
    }
}
