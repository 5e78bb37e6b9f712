using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Durable.Shared.Shape;

/// <summary>Finds the method that may refuse an update (DUR1024).</summary>
internal sealed class ValidatorReader(INamedTypeSymbol owner, DurableSymbols symbols, ProblemSink problems, CancellationToken cancellationToken)
{
    public ValidatorShape? Read(IMethodSymbol update, ImmutableArray<IParameterSymbol> payloads, AttributeArguments arguments)
    {
        if (arguments.Text("Validator") is not { } name)
        {
            return null;
        }

        var candidates = Find(name);
        if (candidates.Count != 1)
        {
            Report(
                update,
                name,
                arguments.LocationOf("Validator"),
                candidates.Count == 0 ? "no method of the class has that name" : $"{candidates.Count.ToText()} methods have that name",
                candidates.Count == 0 ? "write it" : "give the validator a name of its own");
            return null;
        }

        var method = candidates[0];
        if (TypeText.IsUnfinished(method.ReturnType) || method.Parameters.Any(static parameter => TypeText.IsUnfinished(parameter.Type)))
        {
            problems.MarkUnfinished();
            return null;
        }

        return Check(update, method, payloads, arguments.LocationOf("Validator"));
    }

    private ValidatorShape? Check(IMethodSymbol update, IMethodSymbol method, ImmutableArray<IParameterSymbol> payloads, Location? elsewhere)
    {
        if (method.IsGenericMethod || (!method.ReturnsVoid && method.ReturnType.SpecialType != SpecialType.System_String) || method.IsAsync)
        {
            Report(
                update,
                method.Name,
                Places.OfReturnType(method, cancellationToken),
                method.IsGenericMethod ? "it has type parameters" : method.IsAsync ? "it is asynchronous" : $"it returns '{TypeText.Of(method.ReturnType)}'",
                "return nothing and throw to refuse, or return the reason as 'string?'",
                elsewhere);
            return null;
        }

        var takesContext = method.Parameters.Length > 0 && DurableSymbols.Is(method.Parameters[0].Type, symbols.WorkflowContext);
        var taken = method.Parameters.Skip(takesContext ? 1 : 0).ToList();
        if (taken.Count != payloads.Length
            || !taken.Zip(payloads, (left, right) => left.RefKind == RefKind.None && symbols.AreSame(left.Type, right.Type)).All(static same => same))
        {
            var expected = string.Join(", ", payloads.Select(parameter => $"{TypeText.Of(parameter.Type)} {parameter.Name}"));
            Report(update, method.Name, Places.OfIdentifier(method), "it does not take what the update takes", $"take ({expected})", elsewhere);
            return null;
        }

        return new ValidatorShape(method, takesContext);
    }

    private List<IMethodSymbol> Find(string name)
    {
        for (var type = owner; type is not null; type = type.BaseType)
        {
            var methods = type.GetMembers(name)
                .OfType<IMethodSymbol>()
                .Where(method => method.MethodKind == MethodKind.Ordinary && symbols.Compilation.IsAccessible(method, owner))
                .ToList();
            if (methods.Count > 0)
            {
                return methods;
            }
        }

        return [];
    }

    private void Report(IMethodSymbol update, string validator, Location? place, string fault, string remedy, Location? elsewhere = null) =>
        problems.Add(RuleIds.ValidatorMismatch, place, elsewhere, properties: null, update.Name, validator, fault, remedy);
}
