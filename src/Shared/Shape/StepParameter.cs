using Microsoft.CodeAnalysis;

namespace Durable.Shared.Shape;

internal sealed record StepParameter(IParameterSymbol Symbol, StepParameterKind Kind)
{
    public string Name => Symbol.Name;

    public ITypeSymbol Type => Symbol.Type;

    public static StepParameterKind Classify(ITypeSymbol type, DurableSymbols symbols) =>
        DurableSymbols.Is(type, symbols.StepContext) ? StepParameterKind.StepContext
        : DurableSymbols.Is(type, symbols.CancellationToken) ? StepParameterKind.CancellationToken
        : StepParameterKind.Payload;
}
