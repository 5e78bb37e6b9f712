using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Durable.Shared.Shape;

/// <summary>The smallest piece of source that stands for a symbol or one of its parts.</summary>
internal static class Places
{
    public static Location? OfIdentifier(ISymbol symbol) =>
        symbol.Locations.FirstOrDefault(static location => location.IsInSource);

    /// <summary>The name of the class, in the part that carries the attribute where there is one.</summary>
    public static Location OfClass(INamedTypeSymbol type, AttributeData? attribute, CancellationToken cancellationToken) =>
        attribute?.ApplicationSyntaxReference?.GetSyntax(cancellationToken).FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration
            ? declaration.Identifier.GetLocation()
            : OfIdentifier(type) ?? Location.None;

    public static Location? OfModifier(MemberDeclarationSyntax? declaration, SyntaxKind kind)
    {
        foreach (var modifier in declaration?.Modifiers ?? default)
        {
            if (modifier.IsKind(kind))
            {
                return modifier.GetLocation();
            }
        }

        return null;
    }

    public static Location? OfReturnType(IMethodSymbol method, CancellationToken cancellationToken) =>
        Syntax<MethodDeclarationSyntax>(method, cancellationToken)?.ReturnType.GetLocation() ?? OfIdentifier(method);

    public static Location? OfTypeParameters(ISymbol symbol, CancellationToken cancellationToken) =>
        symbol.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellationToken)).Select(static node => node switch
        {
            MethodDeclarationSyntax method => method.TypeParameterList,
            TypeDeclarationSyntax type => type.TypeParameterList,
            _ => null,
        }).FirstOrDefault(static list => list is not null)?.GetLocation() ?? OfIdentifier(symbol);

    public static Location? OfParameter(IParameterSymbol parameter, CancellationToken cancellationToken) =>
        Syntax<ParameterSyntax>(parameter, cancellationToken)?.GetLocation() ?? OfIdentifier(parameter);

    public static Location? OfParameterType(IParameterSymbol parameter, CancellationToken cancellationToken) =>
        Syntax<ParameterSyntax>(parameter, cancellationToken)?.Type?.GetLocation();

    /// <summary>The T of a method's <c>Task&lt;T&gt;</c>.</summary>
    public static Location? OfResult(IMethodSymbol method, CancellationToken cancellationToken) =>
        OfTypeArgument(Syntax<MethodDeclarationSyntax>(method, cancellationToken)?.ReturnType);

    /// <summary>The T of a <c>Signal&lt;T&gt;</c> field.</summary>
    public static Location? OfPayload(IFieldSymbol signal, CancellationToken cancellationToken) =>
        OfTypeArgument((Syntax<VariableDeclaratorSyntax>(signal, cancellationToken)?.Parent as VariableDeclarationSyntax)?.Type);

    public static IEnumerable<TypeDeclarationSyntax> Declarations(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        type.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellationToken)).OfType<TypeDeclarationSyntax>();

    // Behind an alias there is no argument to point at; the alias then stands for it.
    private static Location? OfTypeArgument(TypeSyntax? type) => type switch
    {
        GenericNameSyntax { TypeArgumentList.Arguments: { Count: 1 } arguments } => arguments[0].GetLocation(),
        QualifiedNameSyntax qualified => OfTypeArgument(qualified.Right),
        AliasQualifiedNameSyntax qualified => OfTypeArgument(qualified.Name),
        NullableTypeSyntax nullable => OfTypeArgument(nullable.ElementType),
        _ => type?.GetLocation(),
    };

    private static T? Syntax<T>(ISymbol symbol, CancellationToken cancellationToken)
        where T : SyntaxNode =>
        symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) as T;
}
