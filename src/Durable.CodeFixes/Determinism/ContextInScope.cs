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
                    return Means(parameter, place, model) ? TextOf(parameter, parameter.Type) : null;
                }

                if (current is not BaseMethodDeclarationSyntax and not AccessorDeclarationSyntax && IsStatic(current))
                {
                    // A static function sees nothing of what is around it.
                    return null;
                }
            }
            else if (current is TypeDeclarationSyntax type)
            {
                return IsUsedToMake(type, place) ? null : MemberNameAt(place, model, symbols);
            }

            if (RunsBeforeMembersAreSet(current))
            {
                return null;
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
        return member is null ? null : TextOf(member, (member as IFieldSymbol)?.Type ?? ((IPropertySymbol)member).Type);
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

    // A class is made before its body is given the context.
    private static bool RunsBeforeMembersAreSet(SyntaxNode node) =>
        node is ConstructorDeclarationSyntax or BaseFieldDeclarationSyntax or PrimaryConstructorBaseTypeSyntax or EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax };

    // By a constructor or initializer that names the member around the place.
    private static bool IsUsedToMake(TypeDeclarationSyntax type, SyntaxNode place)
    {
        var name = place.FirstAncestorOrSelf<MemberDeclarationSyntax>() switch
        {
            MethodDeclarationSyntax method => method.Identifier.ValueText,
            PropertyDeclarationSyntax property => property.Identifier.ValueText,
            _ => null,
        };
        return name is not null && type.DescendantNodes(static node => node is not BlockSyntax { Parent: MethodDeclarationSyntax }).Where(RunsBeforeMembersAreSet)
            .SelectMany(static part => part.DescendantNodes().OfType<IdentifierNameSyntax>())
            .Any(used => used.Identifier.ValueText == name);
    }

    private static string TextOf(ISymbol symbol, ITypeSymbol type) =>
        (SyntaxFacts.GetKeywordKind(symbol.Name) == SyntaxKind.None ? "" : "@") + symbol.Name + (type.NullableAnnotation == NullableAnnotation.Annotated ? "!" : "");
}
