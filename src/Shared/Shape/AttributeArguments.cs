using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Durable.Shared.Shape;

/// <summary>The values an attribute was given and where each of them is written.</summary>
internal sealed class AttributeArguments(AttributeData data, CancellationToken cancellationToken)
{
    private readonly AttributeSyntax? _syntax = data.ApplicationSyntaxReference?.GetSyntax(cancellationToken) as AttributeSyntax;

    /// <summary>The whole attribute.</summary>
    public Location? Location => _syntax?.GetLocation();

    /// <summary>Whether a value is no constant (yet): the compiler reports that.</summary>
    public bool IsUnfinished =>
        data.AttributeConstructor is null
        || data.ConstructorArguments.Any(static argument => argument.Kind == TypedConstantKind.Error)
        || data.NamedArguments.Any(static argument => argument.Value.Kind == TypedConstantKind.Error);

    /// <summary>The only constructor argument of our attributes: a name.</summary>
    public string? Name =>
        data.ConstructorArguments.Length > 0 && data.ConstructorArguments[0] is { Kind: TypedConstantKind.Primitive, Value: string name }
            ? name
            : null;

    public Location? NameLocation =>
        _syntax?.ArgumentList?.Arguments.FirstOrDefault(static argument => argument.NameEquals is null)?.Expression.GetLocation();

    public bool Has(string property) => Find(property) is not null;

    public string? Text(string property) => Find(property) is { Kind: TypedConstantKind.Primitive, Value: string text } ? text : null;

    public int Number(string property, int otherwise) =>
        Find(property) is { Kind: TypedConstantKind.Primitive or TypedConstantKind.Enum, Value: int number } ? number : otherwise;

    public bool Flag(string property, bool otherwise) =>
        Find(property) is { Kind: TypedConstantKind.Primitive, Value: bool flag } ? flag : otherwise;

    public ITypeSymbol? Type(string property) => Find(property) is { Kind: TypedConstantKind.Type, Value: ITypeSymbol type } ? type : null;

    public IEnumerable<ITypeSymbol> Types(string property) =>
        Find(property) is { Kind: TypedConstantKind.Array, IsNull: false } array
            ? array.Values.Select(static value => value.Value).OfType<ITypeSymbol>()
            : Enumerable.Empty<ITypeSymbol>();

    /// <summary>The expression given for a property, or the whole attribute.</summary>
    public Location? LocationOf(string property) => FindSyntax(property)?.Expression.GetLocation() ?? Location;

    private AttributeArgumentSyntax? FindSyntax(string property) =>
        _syntax?.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == property);

    private TypedConstant? Find(string property)
    {
        foreach (var argument in data.NamedArguments)
        {
            if (argument.Key == property)
            {
                return argument.Value;
            }
        }

        return null;
    }
}
