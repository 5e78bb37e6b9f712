using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Durable.Shared.Shape;

/// <summary>Collects the signals a class and its bases declare (DUR1003, DUR1011, DUR1013).</summary>
internal sealed class SignalsReader(DurableSymbols symbols, ProblemSink problems, CancellationToken cancellationToken)
{
    private readonly NamedFields _fields = new(symbols, cancellationToken);

    public ImmutableArray<SignalShape> Read(INamedTypeSymbol type)
    {
        var signals = ImmutableArray.CreateBuilder<SignalShape>();
        foreach (var field in NamedFields.Of(type, symbols.Signal))
        {
            var declaredHere = SymbolEqualityComparer.Default.Equals(field.ContainingType, type);
            if (!declaredHere && !symbols.Compilation.IsAccessible(field, type))
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

            var (name, place) = _fields.NameOf(field);
            signals.Add(new SignalShape(field, payload, name, place));
        }

        CheckNames(signals);
        return signals.ToImmutable();
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
