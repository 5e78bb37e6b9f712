using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Durable.CodeFixes.Determinism;

/// <summary>Finds the workflow context that code at some place can use, and what it is called there.</summary>
internal static class ContextInScope
{
    /// <summary>The nearest parameter, or else a field or property, of type <c>WorkflowContext</c>; null where there is none.</summary>
    public static string? NameAt(SyntaxNode place, SemanticModel model, DurableSymbols symbols, CancellationToken cancellationToken)
    {
        for (var current = place.Parent; current is not null; current = current.Parent)
        {
            if (IsFunction(current))
            {
                var function = SymbolOf(current, model, cancellationToken);
                if (function?.Parameters.FirstOrDefault(parameter => DurableSymbols.Is(parameter.Type, symbols.WorkflowContext)) is { } parameter)
                {
                    return Means(parameter, place, model) ? Escape(parameter.Name) : null;
                }

                if (current is not BaseMethodDeclarationSyntax and not AccessorDeclarationSyntax && IsStatic(current))
                {
                    // A static function sees nothing of what is around it.
                    return null;
                }
            }
            else if (current is TypeDeclarationSyntax)
            {
                return MemberNameAt(place, model, symbols);
            }
        }

        return null;
    }

    private static string? MemberNameAt(SyntaxNode place, SemanticModel model, DurableSymbols symbols)
    {
        var isStatic = model.GetEnclosingSymbol(place.SpanStart) is { IsStatic: true };
        var member = model.LookupSymbols(place.SpanStart).FirstOrDefault(symbol => (!isStatic || symbol.IsStatic) && symbol switch
        {
            IFieldSymbol field => DurableSymbols.Is(field.Type, symbols.WorkflowContext),
            IPropertySymbol { IsIndexer: false } property => DurableSymbols.Is(property.Type, symbols.WorkflowContext),
            _ => false,
        });
        return member is null ? null : Escape(member.Name);
    }

    private static bool Means(ISymbol symbol, SyntaxNode place, SemanticModel model) =>
        model.LookupSymbols(place.SpanStart, name: symbol.Name).Any(found => SymbolEqualityComparer.Default.Equals(found, symbol));

    private static bool IsFunction(SyntaxNode node) =>
        node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax or AccessorDeclarationSyntax;

    private static IMethodSymbol? SymbolOf(SyntaxNode function, SemanticModel model, CancellationToken cancellationToken) =>
        (model.GetDeclaredSymbol(function, cancellationToken) ?? model.GetSymbolInfo(function, cancellationToken).Symbol) as IMethodSymbol;

    private static bool IsStatic(SyntaxNode function) => function switch
    {
        AnonymousFunctionExpressionSyntax lambda => lambda.Modifiers.Any(SyntaxKind.StaticKeyword),
        LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.StaticKeyword),
        _ => false,
    };

    private static string Escape(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;
}
