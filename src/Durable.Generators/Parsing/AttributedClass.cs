using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Durable.Generators.Parsing;

/// <summary>A part of a class that carries an attribute of ours.</summary>
/// <param name="Type">The class.</param>
/// <param name="Part">The part.</param>
/// <param name="Compilation">What both belong to.</param>
internal sealed record AttributedClass(INamedTypeSymbol Type, SyntaxNode Part, Compilation Compilation)
{
    public static AttributedClass Of(GeneratorAttributeSyntaxContext context) =>
        new((INamedTypeSymbol)context.TargetSymbol, context.TargetNode, context.SemanticModel.Compilation);

    /// <summary>The parts of a file whose attributes are written with this name; an alias is not seen through.</summary>
    public static IEnumerable<ClassDeclarationSyntax> WrittenIn(SyntaxTree file, string name, CancellationToken cancellationToken) => file.GetRoot(cancellationToken)
        .DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax)
        .OfType<ClassDeclarationSyntax>()
        .Where(part => part.AttributeLists.Any(list => list.Attributes.Any(attribute => NameOf(attribute) is var written && (written == name || written + "Attribute" == name))));

    /// <summary>Half-typed code may carry the attribute twice, once on each partial part; the class still gets one file.</summary>
    public bool IsFirst(INamedTypeSymbol attribute, CancellationToken cancellationToken) =>
        Type.GetAttributes().FirstOrDefault(data => SymbolEqualityComparer.Default.Equals(data.AttributeClass, attribute))
            ?.ApplicationSyntaxReference?.GetSyntax(cancellationToken) is { } first
        && Part.Contains(first);

    private static string NameOf(AttributeSyntax attribute) => attribute.Name switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax alias => alias.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => "",
    };
}
