using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Durable.Analyzers.Determinism.Carrying;

/// <summary>What one file declares, and what its declarations name.</summary>
/// <remarks>Read once for each version of a file, when a declaration somewhere was first edited.</remarks>
internal sealed class DeclaredNames
{
    private static readonly ConditionalWeakTable<SyntaxTree, DeclaredNames> s_known = new();

    private readonly List<DeclaredType> _types = [];
    private readonly List<SyntaxNode> _everywhere = [];
    private readonly List<GlobalStatementSyntax> _statements = [];

    private DeclaredNames(SyntaxTree tree)
    {
        var file = (CompilationUnitSyntax)tree.GetRoot();
        var globalUsings = file.Usings.Where(static use => use.GlobalKeyword.RawKind != 0).ToList();
        _everywhere.AddRange(globalUsings);
        _everywhere.AddRange(file.AttributeLists);
        Read(file.Members, DeclarationScope.Of(file));
        if (_statements.Count > 0)
        {
            _types.Add(DeclaredType.Of(_statements, DeclarationScope.Of(file)));
        }

        GlobalUsings = new(globalUsings.SelectMany(DeclarationText.Words), StringComparer.Ordinal);
        Mentions = new(_types.SelectMany(static type => type.Mentions), StringComparer.Ordinal);
    }

    public IReadOnlyList<DeclaredType> Types => _types;

    /// <summary>The whole names of its namespaces, and of those around these.</summary>
    public HashSet<string> Namespaces { get; } = new(StringComparer.Ordinal);

    /// <summary>What it says about all files.</summary>
    public IEnumerable<string> Everywhere => _everywhere.Select(static part => part.ToString());

    /// <summary>The words in what it opens for all files.</summary>
    public HashSet<string> GlobalUsings { get; }

    /// <summary>The words in its declarations.</summary>
    public HashSet<string> Mentions { get; }

    public static DeclaredNames In(SyntaxTree tree) => s_known.GetValue(tree, static key => new DeclaredNames(key));

    private void Read(SyntaxList<MemberDeclarationSyntax> members, DeclarationScope scope)
    {
        foreach (var member in members)
        {
            switch (member)
            {
                case BaseNamespaceDeclarationSyntax space:
                    var inner = scope.In(space);
                    AddNamespaces(inner.Namespace);
                    Read(space.Members, inner);
                    break;
                case BaseTypeDeclarationSyntax or DelegateDeclarationSyntax:
                    ReadType(member, scope);
                    break;
                case GlobalStatementSyntax statement:
                    _statements.Add(statement);
                    break;
                case IncompleteMemberSyntax:
                    break; // Declares nothing yet.
                default:
                    _everywhere.Add(member);
                    break;
            }
        }
    }

    private void ReadType(MemberDeclarationSyntax type, DeclarationScope scope)
    {
        _types.Add(DeclaredType.Of(type, scope));
        if (type is TypeDeclarationSyntax declaration)
        {
            foreach (var nested in declaration.Members.Where(static member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax))
            {
                ReadType(nested, scope.In(declaration));
            }
        }
    }

    private void AddNamespaces(string name)
    {
        for (var end = name.Length; end > 0; end = name.LastIndexOf('.', end - 1))
        {
            Namespaces.Add(name.Substring(0, end));
        }
    }
}
