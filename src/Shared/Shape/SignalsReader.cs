using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Durable.Shared.Shape;

/// <summary>Collects the signals a class and its bases declare (DUR1003, DUR1011, DUR1013).</summary>
internal sealed class SignalsReader(DurableSymbols symbols, ProblemSink problems, CancellationToken cancellationToken)
{
    public ImmutableArray<SignalShape> Read(INamedTypeSymbol type)
    {
        var signals = ImmutableArray.CreateBuilder<SignalShape>();
        foreach (var field in Fields(type))
        {
            var declaredHere = SymbolEqualityComparer.Default.Equals(field.ContainingType, type);
            if (!declaredHere && !symbols.Compilation.IsSymbolAccessibleWithin(field, type))
            {
                problems.Add(
                    RuleIds.NotReachable,
                    location: null,
                    TypeText.Of(field),
                    $"is a signal that generated code of '{type.Name}' cannot reach",
                    "make it protected");
                continue;
            }

            var payload = ((INamedTypeSymbol)field.Type).TypeArguments[0];
            if (TypeText.IsUnfinished(payload))
            {
                problems.MarkUnfinished();
            }

            var argument = FindNameArgument(field);
            signals.Add(new SignalShape(field, payload, Evaluate(argument), argument?.GetLocation()));
        }

        CheckNames(signals);
        return signals.ToImmutable();
    }

    private IEnumerable<IFieldSymbol> Fields(INamedTypeSymbol type)
    {
        var bases = type.BaseType is { SpecialType: not SpecialType.System_Object } parent ? Fields(parent) : [];
        return bases.Concat(type.GetMembers()
            .OfType<IFieldSymbol>()
            .Where(field => field is { IsStatic: true, IsReadOnly: true, IsImplicitlyDeclared: false } && DurableSymbols.Is(field.Type, symbols.Signal)));
    }

    private ExpressionSyntax? FindNameArgument(IFieldSymbol field)
    {
        var declarator = field.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) as VariableDeclaratorSyntax;
        return declarator?.Initializer?.Value is BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments }
            ? arguments[0].Expression
            : null;
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

    private void CheckNames(ImmutableArray<SignalShape>.Builder signals)
    {
        var first = new Dictionary<string, SignalShape>(StringComparer.Ordinal);
        foreach (var signal in signals)
        {
            if (signal.Name is null)
            {
                continue;
            }

            NameCheck.Run(problems, "signal name", signal.Name, signal.NameLocation);
            if (first.TryGetValue(signal.Name, out var other))
            {
                problems.Add(
                    RuleIds.DuplicateSignal,
                    signal.NameLocation,
                    $"signal '{TypeText.Of(other.Field)}'",
                    $"signal '{TypeText.Of(signal.Field)}'",
                    signal.Name,
                    "what is sent to one would reach the other");
            }
            else
            {
                first.Add(signal.Name, signal);
            }
        }
    }
}
