using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism;

/// <summary>Tells the tasks that are over by the time their result is read: reading does not block then (DUR0007).</summary>
/// <remarks>A task counts as over when it, or the list it comes from, was awaited or asked whether it is complete earlier in the same body.</remarks>
internal static class FinishedTasks
{
    public static bool IsFinished(IOperation task, IOperation use, BodyContext body)
    {
        var value = Unwrap(task);
        if (value is IAwaitOperation || IsMadeFinished(value))
        {
            return true;
        }

        var sources = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        AddSources(value, sources, body);
        return sources.Count > 0 && IsSettled(sources, use.Syntax.SpanStart, body);
    }

    // await Task.WhenAny(...) gives a finished task, and so does each round of Task.WhenEach.
    private static bool GivesFinished(IOperation value) => Unwrap(value) switch
    {
        IAwaitOperation { Operation: var awaited } => Unwrap(awaited) is IInvocationOperation { TargetMethod.Name: "WhenAny" },
        IInvocationOperation { TargetMethod.Name: "WhenEach" } => true,
        _ => false,
    };

    private static bool IsMadeFinished(IOperation value) => value is
        IInvocationOperation { TargetMethod.Name: "FromResult" or "FromException" or "FromCanceled" } or IPropertyReferenceOperation { Property.Name: "CompletedTask" };

    // The variables that a task was read from: itself, the list it is in, what a loop or query goes through.
    private static void AddSources(IOperation value, HashSet<ISymbol> sources, BodyContext body)
    {
        switch (Unwrap(value))
        {
            case ILocalReferenceOperation local:
                AddSource(local.Local, sources, body);
                break;
            case IParameterReferenceOperation parameter:
                AddSource(parameter.Parameter, sources, body);
                break;
            case IFieldReferenceOperation field:
                AddSource(field.Field, sources, body);
                break;
            case IArrayElementReferenceOperation element:
                AddSources(element.ArrayReference, sources, body);
                break;
            case IPropertyReferenceOperation { Instance: { } list }:
                AddSources(list, sources, body);
                break;
            case IInvocationOperation query when IsQuery(query.TargetMethod) && ReceiverOf(query) is { } list:
                AddSources(list, sources, body);
                break;
        }
    }

    private static void AddSource(ISymbol symbol, HashSet<ISymbol> sources, BodyContext body)
    {
        if (sources.Add(symbol))
        {
            AddOrigin(symbol, sources, body);
        }
    }

    private static bool IsQuery(IMethodSymbol method) => method.ContainingNamespace is
        { Name: "Linq", ContainingNamespace.Name: "System" } or { Name: "Generic", ContainingNamespace: { Name: "Collections", ContainingNamespace.Name: "System" } };

    private static IOperation? ReceiverOf(IInvocationOperation query) =>
        query.Instance ?? (query.Arguments.Length > 0 ? query.Arguments[0].Value : null);

    private static void AddOrigin(ISymbol symbol, HashSet<ISymbol> sources, BodyContext body)
    {
        foreach (var operation in body.Root.Descendants())
        {
            switch (operation)
            {
                case IForEachLoopOperation loop when loop.Locals.Contains(symbol, SymbolEqualityComparer.Default):
                    AddSources(loop.Collection, sources, body);
                    break;
                case IAnonymousFunctionOperation lambda when symbol is IParameterSymbol && SymbolEqualityComparer.Default.Equals(symbol.ContainingSymbol, lambda.Symbol):
                    AddQuerySources(lambda, sources, body);
                    break;
            }
        }
    }

    private static void AddQuerySources(IOperation lambda, HashSet<ISymbol> sources, BodyContext body)
    {
        var parent = lambda.Parent;
        while (parent is IDelegateCreationOperation or IConversionOperation or IArgumentOperation)
        {
            parent = parent.Parent;
        }

        if (parent is IInvocationOperation query && ReceiverOf(query) is { } list)
        {
            AddSources(list, sources, body);
        }
    }

    private static bool IsSettled(HashSet<ISymbol> sources, int before, BodyContext body)
    {
        foreach (var operation in body.Root.DescendantsAndSelf())
        {
            if (operation.Syntax.SpanStart < before && Settles(operation, sources))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Settles(IOperation operation, HashSet<ISymbol> sources) => operation switch
    {
        IAwaitOperation { Operation: var awaited } => Mentions(awaited, sources),
        IPropertyReferenceOperation { Property.Name: "IsCompleted" or "IsCompletedSuccessfully" or "IsFaulted" or "IsCanceled" or "Status", Instance: { } instance } =>
            Mentions(instance, sources),
        IVariableDeclaratorOperation { Symbol: var local, Initializer.Value: { } value } => sources.Contains(local) && GivesFinished(value),
        ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local }, Value: var value } => sources.Contains(local) && GivesFinished(value),
        IForEachLoopOperation loop => GivesFinished(loop.Collection) && loop.Locals.Any(local => sources.Contains(local)),
        _ => false,
    };

    private static bool Mentions(IOperation operation, HashSet<ISymbol> sources) => operation.DescendantsAndSelf().Any(descendant => descendant switch
    {
        ILocalReferenceOperation local => sources.Contains(local.Local),
        IParameterReferenceOperation parameter => sources.Contains(parameter.Parameter),
        IFieldReferenceOperation field => sources.Contains(field.Field),
        _ => false,
    });

    private static IOperation Unwrap(IOperation value)
    {
        while (true)
        {
            switch (value)
            {
                case IConversionOperation conversion:
                    value = conversion.Operand;
                    break;

                // task.GetAwaiter().GetResult(), task.ConfigureAwait(true).GetAwaiter().GetResult()
                case IInvocationOperation { TargetMethod.Name: "GetAwaiter" or "ConfigureAwait" or "AsTask", Instance: { } instance }:
                    value = instance;
                    break;
                default:
                    return value;
            }
        }
    }
}
