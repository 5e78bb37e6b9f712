using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Durable.Generators.Parsing;

/// <summary>What one file gives to others by name, and which names it uses itself. Read once for each state of the file, and only as far as somebody asks.</summary>
/// <remarks>Names are compared without regard to case: the names of generated files are, too.</remarks>
internal sealed class FileSurface
{
    private const string Attribute = nameof(System.Attribute);

    private static readonly ConditionalWeakTable<SyntaxTree, FileSurface> s_known = new();

    private readonly Lazy<HashSet<string>> _mentions;
    private readonly Lazy<HashSet<string>> _allMentions;

    private FileSurface(SyntaxTree tree)
    {
        _mentions = new(() => Identifiers(tree, withBodies: false));
        _allMentions = new(() => Identifiers(tree, withBodies: true));
        var root = (CompilationUnitSyntax)tree.GetRoot();
        Declare(root);
        var everywhere = root.Usings.Where(static directive => directive.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword)).Cast<SyntaxNode>()
            .Concat(root.AttributeLists)
            .Concat(root.Externs)
            .ToList();
        ReachesEverywhere = everywhere.Count > 0;
        Frame = string.Join("\n", everywhere.Select(static node => node.ToFullString())
            .Concat(root.DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
                .OfType<BaseNamespaceDeclarationSyntax>().Select(static space => space.Name.ToString())));
    }

    /// <summary>Types, nested ones included, and what other files may use without naming its type: members of static classes.</summary>
    public HashSet<string> Declares { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Names in declarations.</summary>
    public HashSet<string> Mentions => _mentions.Value;

    /// <summary>Names in declarations and bodies.</summary>
    public HashSet<string> AllMentions => _allMentions.Value;

    /// <summary>It has global usings or attributes of the assembly.</summary>
    public bool ReachesEverywhere { get; }

    /// <summary>What changes the meaning of files that name nothing of this one: namespaces, global usings, attributes of the assembly.</summary>
    public string Frame { get; }

    public static FileSurface Of(SyntaxTree tree) => s_known.GetValue(tree, static key => new FileSurface(key));

    private void Declare(SyntaxNode container)
    {
        foreach (var child in container.ChildNodes())
        {
            switch (child)
            {
                case BaseNamespaceDeclarationSyntax:
                    Declare(child);
                    break;
                case BaseTypeDeclarationSyntax type:
                    Add(type.Identifier);
                    if (type is not TypeDeclarationSyntax members)
                    {
                        break;
                    }

                    if (members.Modifiers.Any(SyntaxKind.StaticKeyword) || members.Identifier.ValueText.Length == 0)
                    {
                        DeclareMembers(members);
                    }

                    Declare(members);
                    break;
                case DelegateDeclarationSyntax @delegate:
                    Add(@delegate.Identifier);
                    break;
            }
        }
    }

    private void DeclareMembers(TypeDeclarationSyntax type)
    {
        foreach (var member in type.Members)
        {
            switch (member)
            {
                case MethodDeclarationSyntax method:
                    Add(method.Identifier);
                    break;
                case PropertyDeclarationSyntax property:
                    Add(property.Identifier);
                    break;
                case BaseFieldDeclarationSyntax field:
                    foreach (var variable in field.Declaration.Variables)
                    {
                        Add(variable.Identifier);
                    }

                    break;
            }
        }
    }

    // An attribute is used by half its name, too.
    private void Add(SyntaxToken identifier)
    {
        var name = identifier.ValueText;
        Declares.Add(name);
        if (name.EndsWith(Attribute, StringComparison.Ordinal))
        {
            Declares.Add(name.Substring(0, name.Length - Attribute.Length));
        }
    }

    private static HashSet<string> Identifiers(SyntaxTree tree, bool withBodies)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var token in tree.GetRoot().DescendantTokens(node => withBodies || !DeclarationComparison.IsBody(node)))
        {
            if (token.IsKind(SyntaxKind.IdentifierToken))
            {
                names.Add(token.ValueText);
            }
        }

        return names;
    }
}
