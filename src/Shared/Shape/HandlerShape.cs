using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Durable.Shared.Shape;

/// <summary>A method of the class, or of a base of it, that callers reach: a signal handler, a query or an update.</summary>
/// <param name="Kind">Which of the three.</param>
/// <param name="Method">The author's method.</param>
/// <param name="Name">The stable name; for a signal handler the name of the signal's field.</param>
/// <param name="NameLocation">Where that name is written.</param>
/// <param name="TakesContext">Its first parameter is the workflow context.</param>
/// <param name="Payloads">Its other parameters.</param>
/// <param name="Result">What a query, or the task of an update, returns; null for none.</param>
/// <param name="Signal">What a signal handler handles.</param>
/// <param name="Validator">What may refuse an update.</param>
internal sealed record HandlerShape(
    HandlerKind Kind,
    IMethodSymbol Method,
    string Name,
    Location? NameLocation,
    bool TakesContext,
    ImmutableArray<IParameterSymbol> Payloads,
    ITypeSymbol? Result,
    SignalShape? Signal,
    ValidatorShape? Validator);
