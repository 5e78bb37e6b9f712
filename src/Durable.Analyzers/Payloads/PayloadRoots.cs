using System.Collections.Immutable;
using Durable.Shared.Shape;
using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Payloads;

/// <summary>Lists what of a workflow crosses the journal.</summary>
internal static class PayloadRoots
{
    public static IEnumerable<PayloadRoot> Of(WorkflowShape shape, CancellationToken cancellationToken) =>
        OfBody(shape, cancellationToken)
            .Concat(shape.Steps.SelectMany(step => OfStep(step, cancellationToken)))
            .Concat(shape.Signals.Select(signal => new PayloadRoot(
                $"Signal '{signal.Field.Name}'",
                signal.Payload,
                ((INamedTypeSymbol)signal.Field.OriginalDefinition.Type).TypeArguments[0],
                signal.Field.ContainingType,
                IsStepOfHome: false,
                Places.OfPayload(signal.Field, cancellationToken),
                signal.Field)))
            .Concat(shape.Handlers.SelectMany(handler => OfHandler(handler, cancellationToken)))
            .Concat(OfCalls(shape.RecordedValues));

    public static IEnumerable<PayloadRoot> Of(SharedStepsShape shape, CancellationToken cancellationToken) =>
        shape.Steps.SelectMany(step => OfStep(step, cancellationToken)).Concat(OfCalls(shape.RecordedValues));

    public static IEnumerable<PayloadRoot> OfStep(StepShape step, CancellationToken cancellationToken)
    {
        var declared = step.Method.OriginalDefinition;
        foreach (var parameter in step.Parameters)
        {
            if (parameter.Kind == StepParameterKind.Payload)
            {
                yield return new PayloadRoot(
                    $"Parameter '{parameter.Name}' of step '{step.Method.Name}'",
                    parameter.Type,
                    declared.Parameters[parameter.Symbol.Ordinal].Type,
                    step.Method.ContainingType,
                    IsStepOfHome: true,
                    Places.OfParameterType(parameter.Symbol, cancellationToken),
                    parameter.Symbol);
            }
        }

        if (step.Result is { } result)
        {
            yield return new PayloadRoot(
                $"The result of step '{step.Method.Name}'",
                result,
                ((INamedTypeSymbol)declared.ReturnType).TypeArguments[0],
                step.Method.ContainingType,
                IsStepOfHome: true,
                Places.OfResult(step.Method, cancellationToken),
                step.Method);
        }
    }

    private static IEnumerable<PayloadRoot> OfCalls(ImmutableArray<RecordedValue> values) => values.Select(value => new PayloadRoot(
        $"The value that '{value.Member}' records", value.Type, value.Type, value.Home, IsStepOfHome: false, value.Place, Bearer: null));

    // What a signal handler takes is the signal's payload.
    private static IEnumerable<PayloadRoot> OfHandler(HandlerShape handler, CancellationToken cancellationToken)
    {
        if (handler.Kind == HandlerKind.SignalHandler)
        {
            yield break;
        }

        var what = handler.Kind == HandlerKind.Query ? "query" : "update";
        var declared = handler.Method.OriginalDefinition;
        foreach (var parameter in handler.Payloads)
        {
            yield return new PayloadRoot(
                $"Parameter '{parameter.Name}' of {what} '{handler.Method.Name}'",
                parameter.Type,
                declared.Parameters[parameter.Ordinal].Type,
                handler.Method.ContainingType,
                IsStepOfHome: false,
                Places.OfParameterType(parameter, cancellationToken),
                parameter);
        }

        if (handler.Result is { } result)
        {
            yield return new PayloadRoot(
                $"The result of {what} '{handler.Method.Name}'",
                result,
                result,
                handler.Method.ContainingType,
                IsStepOfHome: false,
                handler.Kind == HandlerKind.Query
                    ? Places.OfReturnType(handler.Method, cancellationToken)
                    : Places.OfResult(handler.Method, cancellationToken),
                handler.Method);
        }
    }

    private static IEnumerable<PayloadRoot> OfBody(WorkflowShape shape, CancellationToken cancellationToken)
    {
        if (shape.Body is not { } body)
        {
            yield break;
        }

        var home = body.Method.ContainingType;
        if (body.Input is { } input)
        {
            yield return new PayloadRoot(
                $"The input of '{shape.Type.Name}'",
                input,
                input,
                home,
                IsStepOfHome: false,
                Places.OfParameterType(body.Method.Parameters[1], cancellationToken),
                body.Method.Parameters[1]);
        }

        if (body.Result is { } result)
        {
            yield return new PayloadRoot(
                $"The result of '{shape.Type.Name}'",
                result,
                result,
                home,
                IsStepOfHome: false,
                Places.OfResult(body.Method, cancellationToken),
                body.Method);
        }
    }
}
