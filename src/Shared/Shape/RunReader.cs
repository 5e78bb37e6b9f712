using Microsoft.CodeAnalysis;

namespace Durable.Shared.Shape;

/// <summary>Finds the body of a workflow (DUR1004, DUR1005).</summary>
internal sealed class RunReader(DurableSymbols symbols, ProblemSink problems, CancellationToken cancellationToken)
{
    public RunShape? Read(INamedTypeSymbol type)
    {
        var candidates = Find(type);
        if (candidates.Count == 0)
        {
            if (!type.IsStatic)
            {
                problems.Add(RuleIds.NoRun, location: null, elsewhere: null, ProblemProperties.For(ProblemProperties.AddRun), type.Name);
            }

            return null;
        }

        var faults = candidates.ToDictionary(static method => method, FindFaults, (IEqualityComparer<IMethodSymbol>)SymbolEqualityComparer.Default);
        var body = candidates.FirstOrDefault(method => faults[method].Count == 0)
            ?? candidates.FirstOrDefault(TakesContext)
            ?? candidates[0];
        foreach (var fault in faults[body])
        {
            problems.Add(RuleIds.WrongRun, fault.Place, type.Name, fault.Reason, fault.Remedy);
        }

        foreach (var other in candidates)
        {
            if (!SymbolEqualityComparer.Default.Equals(other, body))
            {
                problems.Add(
                    RuleIds.WrongRun,
                    Places.OfIdentifier(other),
                    type.Name,
                    $"is declared {candidates.Count.ToText()} times, but a workflow has one body",
                    "give this method another name");
            }
        }

        return ToShape(body);
    }

    // The nearest class that has one decides, as it does for a caller.
    private List<IMethodSymbol> Find(INamedTypeSymbol type)
    {
        for (var declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            var methods = declaring.GetMembers(WellKnownNames.RunAsync)
                .OfType<IMethodSymbol>()
                .Where(method => method.MethodKind == MethodKind.Ordinary && symbols.Compilation.IsAccessible(method, type))
                .ToList();
            if (methods.Count > 0)
            {
                return methods;
            }
        }

        return [];
    }

    private RunShape? ToShape(IMethodSymbol body)
    {
        var result = Awaitable.TryRead(body.ReturnType, symbols)?.Result;
        var input = body.Parameters.Length > 1 && TakesContext(body) ? body.Parameters[1].Type : null;
        if (TypeText.IsUnfinished(body.ReturnType) || body.Parameters.Any(static parameter => TypeText.IsUnfinished(parameter.Type)))
        {
            problems.MarkUnfinished();
        }

        return new RunShape(body, input, result);
    }

    private List<Fault> FindFaults(IMethodSymbol method) =>
        [.. FindDeclarationFaults(method), .. FindReturnFaults(method), .. FindParameterFaults(method)];

    private IEnumerable<Fault> FindDeclarationFaults(IMethodSymbol method)
    {
        if (method.IsStatic)
        {
            yield return new Fault(Places.OfIdentifier(method), "is static, so it has no steps to call", "make it an instance method");
        }

        if (method.DeclaredAccessibility != Accessibility.Public)
        {
            yield return new Fault(Places.OfIdentifier(method), "is not public, so a test could not call it on a plain instance", "make it public");
        }

        if (method.IsGenericMethod)
        {
            yield return new Fault(
                Places.OfTypeParameters(method, cancellationToken), "has type parameters, which a stored run cannot supply", "use the closed types");
        }
    }

    private IEnumerable<Fault> FindReturnFaults(IMethodSymbol method)
    {
        var returns = Awaitable.TryRead(method.ReturnType, symbols);
        var isTask = returns?.Kind is AwaitableKind.Task or AwaitableKind.TaskOfT;
        if ((!isTask || method.ReturnsByRef || method.ReturnsByRefReadonly) && !TypeText.IsUnfinished(method.ReturnType))
        {
            var remedy = returns is { Result: { } result } ? $"return 'Task<{TypeText.Of(result)}>'"
                : method.ReturnsVoid || returns is not null ? "return 'Task'"
                : $"return 'Task<{TypeText.Of(method.ReturnType)}>'";
            yield return new Fault(
                Places.OfReturnType(method, cancellationToken),
                $"returns '{TypeText.Of(method.ReturnType)}', but the run's end is awaited",
                remedy);
        }
    }

    private IEnumerable<Fault> FindParameterFaults(IMethodSymbol method)
    {
        if (!TakesContext(method))
        {
            if (method.Parameters.Length == 0 || !TypeText.IsUnfinished(method.Parameters[0].Type))
            {
                yield return new Fault(
                    method.Parameters.Length == 0 ? Places.OfIdentifier(method) : Places.OfParameter(method.Parameters[0], cancellationToken),
                    "does not take the context, the only source of time and waiting",
                    "make 'WorkflowContext ctx' its first parameter");
            }
        }

        foreach (var parameter in method.Parameters)
        {
            if (DurableSymbols.Is(parameter.Type, symbols.CancellationToken))
            {
                yield return new Fault(
                    Places.OfParameter(parameter, cancellationToken), "takes a token, which cannot be stored", "use 'ctx.CancellationToken'");
            }
        }

        foreach (var parameter in method.Parameters.Skip(2).Where(parameter => !DurableSymbols.Is(parameter.Type, symbols.CancellationToken)))
        {
            yield return new Fault(
                Places.OfParameter(parameter, cancellationToken),
                $"takes '{parameter.Name}' beside its input, but a run is started with one value",
                "put everything into one record");
        }

        foreach (var parameter in method.Parameters.Where(static parameter => parameter.RefKind != RefKind.None
            || parameter.Type.IsRefLikeType
            || parameter.Type is IPointerTypeSymbol or IFunctionPointerTypeSymbol))
        {
            yield return new Fault(
                Places.OfParameter(parameter, cancellationToken), $"takes '{parameter.Name}' by reference, which cannot be stored", "take it by value");
        }
    }

    private bool TakesContext(IMethodSymbol method) =>
        method.Parameters.Length > 0 && DurableSymbols.Is(method.Parameters[0].Type, symbols.WorkflowContext);

    private sealed record Fault(Location? Place, string Reason, string Remedy);
}
