using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Durable.Analyzers.Determinism.Carrying;

/// <summary>A type as one file declares it, without the types in it: what code outside its bodies can tell of it.</summary>
internal sealed class DeclaredType
{
    private const string AttributeSuffix = "Attribute";

    // Extension methods that the language calls without being told: for loops, awaits, deconstructions, collections, pointers, queries.
    private static readonly HashSet<string> s_unwritten = new(StringComparer.Ordinal)
    {
        "Add", "Cast", "Deconstruct", "GetAsyncEnumerator", "GetAwaiter", "GetEnumerator", "GetPinnableReference",
        "GroupBy", "GroupJoin", "Join", "OrderBy", "OrderByDescending", "Select", "SelectMany", "ThenBy", "ThenByDescending", "Where",
    };

    private readonly Lazy<string> _signature;

    private DeclaredType(IEnumerable<string> names, IEnumerable<string> mentions, Func<string> signature, bool isMetUnnamed)
    {
        Names = [.. names];
        Mentions = new(mentions.Concat(Names), StringComparer.Ordinal);
        IsMetUnnamed = isMetUnnamed;
        _signature = new(signature);
    }

    /// <summary>By which code elsewhere meets it: its own, and those of its extension methods.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>Its names, the words in its declaration, and those of the scope around it.</summary>
    public HashSet<string> Mentions { get; }

    /// <summary>Whether code elsewhere may meet it by none of its names.</summary>
    public bool IsMetUnnamed { get; }

    /// <summary>Equal for two versions that code elsewhere cannot tell from each other.</summary>
    public string Signature => _signature.Value;

    public static DeclaredType Of(MemberDeclarationSyntax syntax, DeclarationScope scope)
    {
        var name = DeclarationScope.NameOf(syntax);
        var extensions = ExtensionsIn(syntax).ToList();
        return new DeclaredType(
            name.EndsWith(AttributeSuffix, StringComparison.Ordinal) ? [name, name.Substring(0, name.Length - AttributeSuffix.Length), .. extensions] : [name, .. extensions],
            DeclarationText.Words(syntax).Concat(scope.Words),
            () => $"{scope.Text} {DeclarationText.Of(syntax)}",
            scope.IsLookedUp || !IsNamed(syntax) || extensions.Exists(s_unwritten.Contains));
    }

    /// <summary>The class that the statements of a program make, whose variables are in sight everywhere, if only for an error.</summary>
    public static DeclaredType Of(IReadOnlyCollection<GlobalStatementSyntax> statements, DeclarationScope scope) => new(
        statements.SelectMany(static statement => statement.DescendantTokens()).Where(static token => token.Parent is VariableDeclaratorSyntax or SingleVariableDesignationSyntax or LocalFunctionStatementSyntax)
            .Select(static token => token.ValueText).Append("Program"),
        statements.SelectMany(static statement => statement.DescendantTokens()).Where(DeclarationText.IsWord).Select(static token => token.ValueText).Concat(scope.Words),
        () => $"{scope.Text} {string.Join(" ", statements)}",
        isMetUnnamed: false);

    // A kind of type that is not listed holds extensions of all kinds, operators among them.
    private static bool IsNamed(MemberDeclarationSyntax syntax) => syntax.Kind() is
        SyntaxKind.ClassDeclaration or SyntaxKind.StructDeclaration or SyntaxKind.InterfaceDeclaration or SyntaxKind.RecordDeclaration
        or SyntaxKind.RecordStructDeclaration or SyntaxKind.EnumDeclaration or SyntaxKind.DelegateDeclaration;

    private static IEnumerable<string> ExtensionsIn(MemberDeclarationSyntax syntax) => ((syntax as TypeDeclarationSyntax)?.Members ?? []).OfType<MethodDeclarationSyntax>()
        .Where(static method => method.ParameterList.Parameters.Any(static parameter => parameter.Modifiers.Any(SyntaxKind.ThisKeyword)))
        .Select(static method => method.Identifier.ValueText);
}
