using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Durable.Shared.Shape;

/// <summary>Finds the fields that declare something with a stable name, a signal or a question, and reads that name.</summary>
internal sealed class NamedFields(DurableSymbols symbols, CancellationToken cancellationToken)
{
    /// <summary>Declared as signals and questions must be: once, for good.</summary>
    public static bool IsDeclaration(IFieldSymbol field) => field is { IsStatic: true, IsReadOnly: true, IsImplicitlyDeclared: false };

    /// <summary>The fields of type <paramref name="declared"/> that <see cref="IsDeclaration"/> allows, those of base classes first.</summary>
    public static IEnumerable<IFieldSymbol> Of(INamedTypeSymbol type, INamedTypeSymbol? declared)
    {
        var bases = type.BaseType is { SpecialType: not SpecialType.System_Object } parent ? Of(parent, declared) : [];
        return bases.Concat(type.GetMembers().OfType<IFieldSymbol>().Where(field => IsDeclaration(field) && DurableSymbols.Is(field.Type, declared)));
    }

    /// <summary>The name where it is a constant, and where it is written.</summary>
    public (string? Name, Location? Place) NameOf(IFieldSymbol field)
    {
        var declarator = field.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) as VariableDeclaratorSyntax;
        var argument = declarator?.Initializer?.Value is BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments }
            ? arguments[0].Expression
            : null;
        return (Evaluate(argument), argument?.GetLocation());
    }

    private string? Evaluate(ExpressionSyntax? argument)
    {
        if (argument is null or LiteralExpressionSyntax)
        {
            return (argument as LiteralExpressionSyntax)?.Token.Value as string;
        }

        return symbols.Compilation.ContainsSyntaxTree(argument.SyntaxTree)
            ? symbols.Compilation.GetSemanticModel(argument.SyntaxTree).GetConstantValue(argument, cancellationToken).Value as string
            : null;
    }
}
