using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Determinism;

/// <summary>A body as calls reach it: the same generic code does different things for different type arguments.</summary>
/// <param name="Key">The member whose body runs, as <see cref="Bodies.Key"/> gives it.</param>
/// <param name="Arguments">What its type parameters stand for.</param>
internal readonly record struct ClosedBody(ISymbol Key, TypeArguments Arguments)
{
    /// <summary>The body of a member as its own declaration names it.</summary>
    public static ClosedBody Of(ISymbol member) => Of(member, TypeArguments.None);

    /// <summary>The body of a member as code names it whose own type parameters are known.</summary>
    public static ClosedBody Of(ISymbol member, TypeArguments known)
    {
        var key = Bodies.Key(member);
        return new ClosedBody(key, TypeArguments.Of(member, key, known));
    }

    public bool Equals(ClosedBody other) => SymbolEqualityComparer.Default.Equals(Key, other.Key) && Arguments.Equals(other.Arguments);

    public override int GetHashCode() => unchecked((SymbolEqualityComparer.Default.GetHashCode(Key) * 31) + Arguments.GetHashCode());
}
