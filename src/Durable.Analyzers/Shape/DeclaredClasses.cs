using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Durable.Analyzers.Shape;

/// <summary>The classes of one file that may be workflows, by what is written there.</summary>
/// <remarks>Read once for each version of a file: a key press changes one file, and all others are asked again with each compilation.</remarks>
internal sealed class DeclaredClasses
{
    private static readonly ConditionalWeakTable<SyntaxTree, DeclaredClasses> s_known = new();

    private DeclaredClasses(ImmutableArray<ClassDeclarationSyntax> classes, ImmutableArray<string> aliases)
    {
        Classes = classes;
        Aliases = aliases;
    }

    /// <summary>How <c>[Workflow]</c> is written where no alias stands for it.</summary>
    public static ImmutableArray<string> AttributeNames { get; } = ImmutableArray.Create("Workflow", "WorkflowAttribute");

    /// <summary>Each part of a workflow is among them: it says <c>partial</c>, or carries the attribute.</summary>
    public ImmutableArray<ClassDeclarationSyntax> Classes { get; }

    /// <summary>Other names that the file gives to something called like the attribute.</summary>
    public ImmutableArray<string> Aliases { get; }

    public static DeclaredClasses In(SyntaxTree tree, CancellationToken cancellationToken)
    {
        if (!s_known.TryGetValue(tree, out var found))
        {
            var root = tree.GetRoot(cancellationToken);
            found = s_known.GetValue(tree, _ => new DeclaredClasses([.. FindClasses(root)], [.. FindAliases(root)]));
        }

        return found;
    }

    /// <summary>Whether a declaration carries an attribute with one of these names, whatever is in front of it.</summary>
    public static bool HasAttribute(ClassDeclarationSyntax declaration, HashSet<string> names) =>
        declaration.AttributeLists.Any(list => list.Attributes.Any(attribute => LastName(attribute.Name) is { } name && names.Contains(name)));

    private static IEnumerable<ClassDeclarationSyntax> FindClasses(SyntaxNode container)
    {
        foreach (var child in container.ChildNodes())
        {
            if (child is ClassDeclarationSyntax declaration && (declaration.AttributeLists.Count > 0 || declaration.Modifiers.Any(SyntaxKind.PartialKeyword)))
            {
                yield return declaration;
            }

            if (child is BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax)
            {
                foreach (var nested in FindClasses(child))
                {
                    yield return nested;
                }
            }
        }
    }

    private static IEnumerable<string> FindAliases(SyntaxNode container)
    {
        foreach (var child in container.ChildNodes())
        {
            if (child is UsingDirectiveSyntax { Alias.Name.Identifier.ValueText: var alias, NamespaceOrType: NameSyntax target } && LastName(target) is { } name && AttributeNames.Contains(name))
            {
                yield return alias;
            }

            if (child is BaseNamespaceDeclarationSyntax)
            {
                foreach (var nested in FindAliases(child))
                {
                    yield return nested;
                }
            }
        }
    }

    private static string? LastName(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax qualified => qualified.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => null,
    };
}
