using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Durable.Analyzers.Determinism.Carrying;

/// <summary>What decides what the names in a declaration mean: the usings, namespaces and types around it.</summary>
/// <param name="Text">All of these, as written.</param>
/// <param name="Words">The names in usings. Namespaces count only where they come and go, and who meets a type within another has met that.</param>
/// <param name="Namespace">The namespace.</param>
internal sealed record DeclarationScope(string Text, ImmutableArray<string> Words, string Namespace)
{
    /// <summary>Whether compiler and rules look for types of their own here, which no code has to name.</summary>
    public bool IsLookedUp => Namespace is "Durable" or "System" or "Microsoft"
        || Namespace.StartsWith("System.", StringComparison.Ordinal)
        || Namespace.StartsWith("Microsoft.", StringComparison.Ordinal);

    public static DeclarationScope Of(CompilationUnitSyntax file) =>
        new DeclarationScope("", [], "").With(file.Externs, file.Usings.Where(static use => use.GlobalKeyword.RawKind == 0));

    public static string NameOf(MemberDeclarationSyntax type) => type switch
    {
        BaseTypeDeclarationSyntax declaration => declaration.Identifier.ValueText,
        DelegateDeclarationSyntax declaration => declaration.Identifier.ValueText,
        _ => "",
    };

    public DeclarationScope In(BaseNamespaceDeclarationSyntax space)
    {
        var name = string.Join(".", space.Name.DescendantTokens().Where(DeclarationText.IsWord).Select(static token => token.ValueText));
        var scope = this with { Text = $"{Text} namespace {name}", Namespace = Namespace.Length == 0 ? name : $"{Namespace}.{name}" };
        return scope.With(space.Externs, space.Usings);
    }

    public DeclarationScope In(TypeDeclarationSyntax type) =>
        this with { Text = $"{Text} in {NameOf(type)}`{type.Arity}" };

    private DeclarationScope With(IEnumerable<SyntaxNode> externs, IEnumerable<SyntaxNode> usings)
    {
        var all = externs.Concat(usings).ToList();
        return this with { Text = string.Join(" ", all.Prepend<object>(Text)), Words = Words.AddRange(all.SelectMany(DeclarationText.Words)) };
    }
}
