using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Durable.Analyzers.Determinism.Carrying;

/// <summary>The outermost types of one file: what is carried from one version of it to the next, or not.</summary>
/// <remarks>Each is read when a body in it is first asked for, once for each version of its file.</remarks>
internal sealed class OutermostTypes
{
    private static readonly ConditionalWeakTable<SyntaxTree, OutermostTypes> s_known = new();

    private readonly List<(MemberDeclarationSyntax Syntax, Lazy<OutermostType> Type)> _types = [];

    private OutermostTypes(CompilationUnitSyntax file)
    {
        var symbols = string.Join(" ", Conditions(file));
        Read(file.Members, DeclarationScope.Of(file), symbols);
    }

    public IEnumerable<OutermostType> All => _types.Select(static type => type.Type.Value);

    public static OutermostTypes In(SyntaxTree tree) => s_known.GetValue(tree, static key => new OutermostTypes((CompilationUnitSyntax)key.GetRoot()));

    /// <summary>The one around a place; null for none.</summary>
    public OutermostType? Around(int position)
    {
        foreach (var (syntax, type) in _types)
        {
            if (syntax.Span.Contains(position))
            {
                return type.Value;
            }
        }

        return null;
    }

    // What a file defines decides which of its lines count.
    private static IEnumerable<SyntaxNode> Conditions(CompilationUnitSyntax file)
    {
        for (var directive = file.GetFirstDirective(); directive is not null; directive = directive.GetNextDirective())
        {
            if (directive is DefineDirectiveTriviaSyntax or UndefDirectiveTriviaSyntax)
            {
                yield return directive;
            }
        }
    }

    private void Read(SyntaxList<MemberDeclarationSyntax> members, DeclarationScope scope, string symbols)
    {
        foreach (var member in members)
        {
            if (member is BaseNamespaceDeclarationSyntax space)
            {
                Read(space.Members, scope.In(space), symbols);
            }
            else if (member is BaseTypeDeclarationSyntax)
            {
                _types.Add((member, new(() => new OutermostType(member, scope, symbols))));
            }
        }
    }
}
