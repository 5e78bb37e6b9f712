using Microsoft.CodeAnalysis;

namespace Durable.Shared.Shape;

/// <summary>Checks that each method of a class is one thing: the body, a step, a signal handler, a query or an update (DUR1009).</summary>
internal sealed class MethodRoles(DurableSymbols symbols, ProblemSink problems, CancellationToken cancellationToken)
{
    /// <summary>The attributes that give a method its role, with the word for it.</summary>
    public static IEnumerable<(INamedTypeSymbol? Attribute, string Word)> Of(DurableSymbols symbols) =>
    [
        (symbols.StepAttribute, "step"),
        (symbols.SignalHandlerAttribute, "signal handler"),
        (symbols.QueryAttribute, "query"),
        (symbols.UpdateAttribute, "update"),
    ];

    /// <summary>As an author writes an attribute: <c>[Query]</c>.</summary>
    public static string Show(AttributeData attribute) =>
        $"[{attribute.AttributeClass!.Name.Substring(0, attribute.AttributeClass.Name.Length - nameof(Attribute).Length)}]";

    /// <summary>Whether the method has one role; reported where it has several.</summary>
    public bool Check(IMethodSymbol method)
    {
        var roles = Of(symbols)
            .Select(role => (Data: DurableSymbols.Find(method, role.Attribute), role.Word))
            .Where(static role => role.Data is not null)
            .ToList();
        var isBody = method is { Name: WellKnownNames.RunAsync, MethodKind: MethodKind.Ordinary };
        foreach (var (data, word) in roles.Skip(isBody ? 0 : 1))
        {
            problems.Add(
                RuleIds.NoEffect,
                new AttributeArguments(data!, cancellationToken).Location,
                $"{Show(data!)} on '{method.Name}' has no effect",
                isBody ? "it is the body of the workflow, which the engine calls itself" : $"the method is a {roles[0].Word} already",
                $"give the {word} a method of its own");
        }

        return roles.Count == (isBody ? 0 : 1);
    }
}
