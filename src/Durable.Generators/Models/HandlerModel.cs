using Durable.Shared.Shape;

namespace Durable.Generators.Models;

/// <summary>One method that callers reach: how the engine calls it, and how callers do.</summary>
/// <param name="Kind">Signal handler, query or update.</param>
/// <param name="Name">The stable name.</param>
/// <param name="MethodName">The author's method.</param>
/// <param name="Cref">Names the author's method in documentation.</param>
/// <param name="Field">Name of its definition in the table of handlers.</param>
/// <param name="TakesContext">Its first parameter is the workflow context.</param>
/// <param name="ReturnsTask">A signal handler that is awaited; always true for an update.</param>
/// <param name="Signal">The signal it handles; null for others.</param>
/// <param name="Input">The type that holds its payload arguments, named as within the table; null when there are none.</param>
/// <param name="Parameters">The payload parameters, in order of declaration.</param>
/// <param name="Result">Null when there is nothing to return but the fact.</param>
/// <param name="Validator">What may refuse an update; null for none.</param>
/// <param name="Client">The method of the handle; null for a signal handler.</param>
internal sealed record HandlerModel(
    HandlerKind Kind,
    string Name,
    string MethodName,
    string Cref,
    string Field,
    bool TakesContext,
    bool ReturnsTask,
    SignalModel? Signal,
    PayloadReference? Input,
    EquatableArray<HandlerParameterModel> Parameters,
    PayloadReference? Result,
    ValidatorModel? Validator,
    HandleMethodModel? Client);
