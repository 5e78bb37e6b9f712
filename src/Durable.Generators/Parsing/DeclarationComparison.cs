using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Durable.Generators.Parsing;

/// <summary>Whether two states of a project declare the same: whatever symbols can tell, and nothing that only bodies of methods know.</summary>
/// <remarks>
/// Bodies of accessors and initializers count as declared: the first decide whether a property has a field, the second hold constants and the
/// names of signals. Everything in doubt counts too; a wrong "different" costs a moment, a wrong "same" would keep outdated code.
/// </remarks>
internal static class DeclarationComparison
{
    public static bool AreSame(Compilation before, Compilation after) =>
        ReferenceEquals(before, after)
        || (before is CSharpCompilation left && after is CSharpCompilation right
            && AreSameProject(before, after)
            && AreSame(left.SyntaxTrees, right.SyntaxTrees));

    /// <summary>The same, the files left aside.</summary>
    public static bool AreSameProject(Compilation before, Compilation after) =>
        before.AssemblyName == after.AssemblyName
        && before.Options.Equals(after.Options)
        && AreSame(before.ExternalReferences, after.ExternalReferences);

    private static bool AreSame(ImmutableArray<MetadataReference> before, ImmutableArray<MetadataReference> after) =>
        before == after || before.SequenceEqual(after, ReferenceComparer<MetadataReference>.Instance);

    private static bool AreSame(ImmutableArray<SyntaxTree> before, ImmutableArray<SyntaxTree> after)
    {
        if (before.Length != after.Length)
        {
            return false;
        }

        for (var i = 0; i < before.Length; i++)
        {
            if (!ReferenceEquals(before[i], after[i]) && !AreSame(before[i], after[i]))
            {
                return false;
            }
        }

        return true;
    }

    public static bool AreSame(SyntaxTree before, SyntaxTree after)
    {
        if (!before.Options.Equals(after.Options))
        {
            return false;
        }

        // A stack of its own: code in the middle of being typed nests as deep as it likes.
        var pairs = new Stack<(SyntaxNodeOrToken Before, SyntaxNodeOrToken After)>();
        pairs.Push((before.GetRoot(), after.GetRoot()));
        while (pairs.Count > 0)
        {
            var (left, right) = pairs.Pop();
            if (left.IsIncrementallyIdenticalTo(right))
            {
                continue;
            }

            if (left.RawKind != right.RawKind || left.IsMissing != right.IsMissing)
            {
                return false;
            }

            if (left.IsToken)
            {
                if (!AreSame(left.AsToken(), right.AsToken()))
                {
                    return false;
                }
            }
            else if (!IsBody(left) || !IsBody(right))
            {
                var (children, others) = (left.ChildNodesAndTokens(), right.ChildNodesAndTokens());
                if (children.Count != others.Count)
                {
                    return false;
                }

                for (var i = 0; i < children.Count; i++)
                {
                    pairs.Push((children[i], others[i]));
                }
            }
        }

        return true;
    }

    private static bool AreSame(SyntaxToken before, SyntaxToken after) =>
        before.Text == after.Text
        && (!(before.ContainsDirectives || after.ContainsDirectives) || DirectivesOf(before).SequenceEqual(DirectivesOf(after), StringComparer.Ordinal));

    private static IEnumerable<string> DirectivesOf(SyntaxToken token) =>
        token.LeadingTrivia.Where(static trivia => trivia.IsDirective).Select(static trivia => trivia.ToFullString());

    // A directive inside a body may reach beyond its end.
    public static bool IsBody(SyntaxNodeOrToken item) =>
        !item.ContainsDirectives
        && item.AsNode() is GlobalStatementSyntax
            or BlockSyntax { Parent: BaseMethodDeclarationSyntax }
            or ArrowExpressionClauseSyntax { Parent: BaseMethodDeclarationSyntax };

    private sealed class ReferenceComparer<T> : IEqualityComparer<T>
        where T : class
    {
        public static ReferenceComparer<T> Instance { get; } = new();

        public bool Equals(T? x, T? y) => ReferenceEquals(x, y);

        public int GetHashCode(T obj) => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(obj);
    }
}
