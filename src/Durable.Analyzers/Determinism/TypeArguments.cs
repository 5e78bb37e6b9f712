using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Determinism;

/// <summary>What the type parameters in the scope of a body stand for, as far as the calls that lead to it tell.</summary>
/// <remarks>
/// Only parameters with constraints count: nothing else lets code call a member of what they stand for. What nests deeper than any author writes is left
/// out, so that generic code which calls itself with ever larger types ends.
/// </remarks>
internal sealed class TypeArguments : IEquatable<TypeArguments>
{
    private const int MaxDepth = 4;

    private readonly ImmutableArray<(ITypeParameterSymbol Parameter, ITypeSymbol Argument)> _pairs;

    private TypeArguments(ImmutableArray<(ITypeParameterSymbol Parameter, ITypeSymbol Argument)> pairs) => _pairs = pairs;

    public static TypeArguments None { get; } = new([]);

    /// <summary>What a member's type parameters stand for where it is used.</summary>
    /// <param name="member">As the code that uses it names it.</param>
    /// <param name="key">The member whose body runs.</param>
    /// <param name="known">In the code that uses it; a local function sees the same.</param>
    public static TypeArguments Of(ISymbol member, ISymbol key, TypeArguments known)
    {
        var pairs = ImmutableArray.CreateBuilder<(ITypeParameterSymbol Parameter, ITypeSymbol Argument)>();
        if (member is IMethodSymbol { MethodKind: MethodKind.LocalFunction })
        {
            pairs.AddRange(known._pairs);
        }
        else
        {
            for (var type = member.ContainingType; type is not null; type = type.ContainingType)
            {
                known.Add(type.OriginalDefinition.TypeParameters, type.TypeArguments, pairs);
            }
        }

        if (member is IMethodSymbol method && key is IMethodSymbol { IsGenericMethod: true } definition)
        {
            known.Add(definition.TypeParameters, (method.GetConstructedReducedFrom() ?? method).TypeArguments, pairs);
        }

        return new TypeArguments(pairs.ToImmutable());
    }

    public ITypeSymbol? Find(ITypeParameterSymbol parameter)
    {
        foreach (var pair in _pairs)
        {
            if (SymbolEqualityComparer.Default.Equals(pair.Parameter, parameter))
            {
                return pair.Argument;
            }
        }

        return null;
    }

    /// <summary>A type with what its type parameters stand for in their place; null where that is not known, or nests too deep.</summary>
    public ITypeSymbol? Close(ITypeSymbol type) => type switch
    {
        ITypeParameterSymbol parameter => Find(parameter),
        INamedTypeSymbol named => CloseNamed(named) is { } closed && DepthOf(closed) <= MaxDepth ? closed : null,
        _ => null,
    };

    public bool Equals(TypeArguments? other) =>
        other is not null && _pairs.Length == other._pairs.Length && _pairs.Zip(other._pairs, AreSame).All(static same => same);

    public override bool Equals(object? obj) => Equals(obj as TypeArguments);

    public override int GetHashCode() =>
        _pairs.Aggregate(0, static (hash, pair) => unchecked((hash * 31) + SymbolEqualityComparer.Default.GetHashCode(pair.Argument)));

    private static bool AreSame((ITypeParameterSymbol Parameter, ITypeSymbol Argument) left, (ITypeParameterSymbol Parameter, ITypeSymbol Argument) right) =>
        SymbolEqualityComparer.Default.Equals(left.Parameter, right.Parameter) && SymbolEqualityComparer.Default.Equals(left.Argument, right.Argument);

    private void Add(
        ImmutableArray<ITypeParameterSymbol> parameters, ImmutableArray<ITypeSymbol> arguments, ImmutableArray<(ITypeParameterSymbol Parameter, ITypeSymbol Argument)>.Builder pairs)
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            if ((parameters[i].HasConstructorConstraint || parameters[i].ConstraintTypes.Length > 0) && Close(arguments[i]) is { } argument)
            {
                pairs.Add((parameters[i], argument));
            }
        }
    }

    private INamedTypeSymbol? CloseNamed(INamedTypeSymbol type)
    {
        var definition = type.OriginalDefinition;
        if (type.ContainingType is { } outer)
        {
            definition = (Close(outer) as INamedTypeSymbol)?.GetTypeMembers(type.Name, type.Arity)
                .FirstOrDefault(nested => SymbolEqualityComparer.Default.Equals(nested.OriginalDefinition, type.OriginalDefinition));
        }

        var arguments = type.TypeArguments.Select(Close).ToArray();
        return definition is null || arguments.Any(static argument => argument is null) ? null
            : arguments.Length == 0 ? definition
            : definition.Construct(arguments!);
    }

    private static int DepthOf(ITypeSymbol type) =>
        (type as INamedTypeSymbol)?.TypeArguments.Select(static argument => DepthOf(argument) + 1).DefaultIfEmpty().Max() ?? 0;
}
