using Microsoft.CodeAnalysis;

namespace Durable.Shared.Shape;

internal sealed record StepParameter(IParameterSymbol Symbol, StepParameterKind Kind)
{
    public string Name => Symbol.Name;

    public ITypeSymbol Type => Symbol.Type;

    public static StepParameterKind Classify(IParameterSymbol parameter, DurableSymbols symbols) =>
        DurableSymbols.Is(parameter.Type, symbols.StepContext) ? StepParameterKind.StepContext
        : DurableSymbols.Is(parameter.Type, symbols.CancellationToken) ? StepParameterKind.CancellationToken
        : DurableSymbols.FindOnParameter(parameter, symbols.FromServicesAttribute) is not null ? StepParameterKind.Service
        : StepParameterKind.Payload;
}
