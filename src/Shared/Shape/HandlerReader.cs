using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Durable.Shared.Shape;

/// <summary>Reads one <c>[SignalHandler]</c>, <c>[Query]</c> or <c>[Update]</c> method (DUR1009, DUR1011, DUR1024, DUR1027).</summary>
internal sealed class HandlerReader(
    INamedTypeSymbol owner, ImmutableArray<SignalShape> signals, DurableSymbols symbols, ProblemSink problems, CancellationToken cancellationToken)
{
    private readonly ValidatorReader _validators = new(owner, symbols, problems, cancellationToken);

    public HandlerShape? Read(IMethodSymbol method, AttributeData attribute, HandlerKind kind)
    {
        var arguments = new AttributeArguments(attribute, cancellationToken);
        if (arguments.IsUnfinished || IsUnfinished(method))
        {
            problems.MarkUnfinished();
            return null;
        }

        var takesContext = method.Parameters.Length > 0 && DurableSymbols.Is(method.Parameters[0].Type, symbols.WorkflowContext);
        var payloads = method.Parameters.Skip(takesContext ? 1 : 0).ToImmutableArray();
        if (method.MethodKind != MethodKind.Ordinary)
        {
            problems.Add(
                RuleIds.NoEffect,
                arguments.Location,
                $"{MethodRoles.Show(attribute)} has no effect",
                "only a method can be called from outside",
                "move the code to a method");
            return null;
        }

        if (!CheckDeclaration(method, payloads))
        {
            return null;
        }

        return kind switch
        {
            HandlerKind.SignalHandler => ReadSignalHandler(method, arguments, takesContext, payloads),
            HandlerKind.Query => ReadQuery(method, arguments, takesContext, payloads),
            _ => ReadUpdate(method, arguments, takesContext, payloads),
        };
    }

    private HandlerShape? ReadSignalHandler(
        IMethodSymbol method, AttributeArguments arguments, bool takesContext, ImmutableArray<IParameterSymbol> payloads)
    {
        var name = arguments.Name ?? "";
        if (signals.LastOrDefault(signal => signal.Field.Name == name) is not { } signal)
        {
            Report(method, arguments.NameLocation ?? arguments.Location, $"handles '{name}', but the class declares no such signal", "name a 'static readonly Signal<T>' field, as nameof(...)");
            return null;
        }

        if (payloads.Length != 1 || !symbols.AreSame(payloads[0].Type, signal.Payload))
        {
            Report(
                method,
                payloads.Length == 1 ? Places.OfParameter(payloads[0], cancellationToken) : Places.OfIdentifier(method),
                $"does not take what the signal '{name}' carries",
                $"take one '{TypeText.Of(signal.Payload)}', after an optional WorkflowContext");
            return null;
        }

        if (!method.ReturnsVoid && Awaitable.TryRead(method.ReturnType, symbols)?.Kind != AwaitableKind.Task)
        {
            Report(method, Places.OfReturnType(method, cancellationToken), $"returns '{TypeText.Of(method.ReturnType)}', which nobody would get", "return 'void' or 'Task'");
            return null;
        }

        if (method is { ReturnsVoid: true, IsAsync: true })
        {
            Report(method, Places.OfReturnType(method, cancellationToken), "is 'async void', so nobody could tell when it is over or that it failed", "return 'Task'");
            return null;
        }

        return new HandlerShape(HandlerKind.SignalHandler, method, name, arguments.NameLocation, takesContext, payloads, Result: null, signal, Validator: null);
    }

    private HandlerShape? ReadQuery(
        IMethodSymbol method, AttributeArguments arguments, bool takesContext, ImmutableArray<IParameterSymbol> payloads)
    {
        if (method.ReturnsVoid || Awaitable.TryRead(method.ReturnType, symbols) is not null)
        {
            Report(
                method,
                Places.OfReturnType(method, cancellationToken),
                method.ReturnsVoid ? "returns nothing, so it answers nothing" : "returns a task, but a query answers at once, from what is recorded",
                "return the answer itself");
            return null;
        }

        var (name, location) = NameOf(method, arguments);
        return new HandlerShape(HandlerKind.Query, method, name, location, takesContext, payloads, method.ReturnType, Signal: null, Validator: null);
    }

    private HandlerShape? ReadUpdate(
        IMethodSymbol method, AttributeArguments arguments, bool takesContext, ImmutableArray<IParameterSymbol> payloads)
    {
        if (Awaitable.TryRead(method.ReturnType, symbols) is not { Kind: AwaitableKind.Task or AwaitableKind.TaskOfT } returns)
        {
            Report(
                method,
                Places.OfReturnType(method, cancellationToken),
                $"returns '{TypeText.Of(method.ReturnType)}', but its outcome is only known once it is recorded",
                "return 'Task' or 'Task<T>'");
            return null;
        }

        var (name, location) = NameOf(method, arguments);
        return new HandlerShape(
            HandlerKind.Update, method, name, location, takesContext, payloads, returns.Result, Signal: null, _validators.Read(method, payloads, arguments));
    }

    private (string Name, Location? Location) NameOf(IMethodSymbol method, AttributeArguments arguments)
    {
        var name = arguments.Name ?? StableNames.ForStep(method.Name);
        var location = arguments.Name is null ? Places.OfIdentifier(method) : arguments.NameLocation;
        NameCheck.Run(problems, "name", name, location);
        return (name, location);
    }

    private bool CheckDeclaration(IMethodSymbol method, ImmutableArray<IParameterSymbol> payloads)
    {
        if (method.IsStatic)
        {
            Report(method, Places.OfIdentifier(method), "is static, so it has no run to act on", "make it an instance method");
            return false;
        }

        if (method.IsGenericMethod)
        {
            Report(method, Places.OfTypeParameters(method, cancellationToken), "has type parameters, which a caller in another process cannot supply", "use the closed types");
            return false;
        }

        foreach (var parameter in method.Parameters)
        {
            var fault = parameter.RefKind != RefKind.None ? "by reference, which cannot be recorded"
                : parameter.Type is IPointerTypeSymbol or IFunctionPointerTypeSymbol || parameter.Type.IsRefLikeType ? $"as '{TypeText.Of(parameter.Type)}', which cannot be recorded"
                : DurableSymbols.Is(parameter.Type, symbols.CancellationToken) ? "as a token, which cannot be sent"
                : DurableSymbols.Is(parameter.Type, symbols.StepContext) ? "as the context of a step"
                : payloads.Contains(parameter) && DurableSymbols.Is(parameter.Type, symbols.WorkflowContext) ? "as a context that is not its first parameter"
                : null;
            if (fault is not null)
            {
                Report(method, Places.OfParameter(parameter, cancellationToken), $"takes '{parameter.Name}' {fault}", "take plain values, after an optional WorkflowContext");
                return false;
            }
        }

        return true;
    }

    private void Report(IMethodSymbol method, Location? place, string fault, string remedy) =>
        problems.Add(RuleIds.HandlerSignature, place, Places.OfIdentifier(method), properties: null, method.Name, fault, remedy);

    private static bool IsUnfinished(IMethodSymbol method) =>
        TypeText.IsUnfinished(method.ReturnType)
        || method.Parameters.Any(static parameter => TypeText.IsUnfinished(parameter.Type) || parameter.Name.Length == 0);
}
