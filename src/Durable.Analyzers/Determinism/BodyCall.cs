using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Determinism;

/// <summary>A use of a member whose code this compilation holds.</summary>
/// <param name="Target">The body that runs.</param>
/// <param name="Syntax">Where.</param>
/// <param name="IsVirtual">Whether an override or implementation may run instead.</param>
internal sealed record BodyCall(ClosedBody Target, SyntaxNode Syntax, bool IsVirtual = false)
{
    public ISymbol Member => Target.Key;
}
