using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Durable.Analyzers.Determinism.Carrying;

/// <summary>A type that stands in no other, as one version of a file has it, bodies included; equal to that of another version where nothing in it or in its scope is different.</summary>
/// <remarks>Holds no tree: it outlives the version of the file that it was read from.</remarks>
internal sealed class OutermostType : IEquatable<OutermostType>
{
    private readonly ParseOptions _options;
    private readonly string _scope;
    private readonly string _text;
    private readonly int _hash;

    /// <param name="syntax">The declaration.</param>
    /// <param name="scope">Around it.</param>
    /// <param name="symbols">What the file defines for conditions.</param>
    public OutermostType(MemberDeclarationSyntax syntax, DeclarationScope scope, string symbols)
    {
        Start = syntax.SpanStart;
        _options = syntax.SyntaxTree.Options;
        _scope = $"{syntax.SyntaxTree.FilePath} {symbols} {scope.Text}";
        _text = syntax.ToString();
        _hash = StringComparer.Ordinal.GetHashCode(_text);
        Words = new(syntax.DescendantTokens().Where(DeclarationText.IsWord).Select(static token => token.ValueText).Concat(scope.Words), StringComparer.Ordinal);
    }

    /// <summary>Where it began in that version.</summary>
    public int Start { get; }

    /// <summary>All words in it, and those of the scope around it.</summary>
    public HashSet<string> Words { get; }

    public bool Equals(OutermostType? other) =>
        ReferenceEquals(this, other)
        || (other is not null && _hash == other._hash && _text == other._text && _scope == other._scope && _options.Equals(other._options));

    public override bool Equals(object? obj) => Equals(obj as OutermostType);

    public override int GetHashCode() => _hash;
}
