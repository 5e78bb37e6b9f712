using Microsoft.CodeAnalysis;

namespace Durable.Shared.Shape;

/// <summary>Finds the constructor that generated code forwards to (DUR1009 where there is none).</summary>
/// <remarks>The state machine is nested in the class, so even a private constructor can be called.</remarks>
internal sealed class ConstructorReader(DurableSymbols symbols, ProblemSink problems, CancellationToken cancellationToken)
{
    public IMethodSymbol? Read(INamedTypeSymbol type)
    {
        var constructor = Choose(type);
        if (constructor is not null)
        {
            CheckRequiredMembers(type, constructor);
            if (constructor.Parameters.Any(static parameter => TypeText.IsUnfinished(parameter.Type)))
            {
                problems.MarkUnfinished();
            }
        }

        return constructor;
    }

    private IMethodSymbol? Choose(INamedTypeSymbol type)
    {
        var callable = type.InstanceConstructors.Where(static constructor => constructor.Parameters.All(IsInjectable)).ToList();
        if (callable.Count == 0)
        {
            ReportNone(type);
            return null;
        }

        var marked = callable.Where(constructor => DurableSymbols.Find(constructor, symbols.ConstructorMarker) is not null).ToList();
        var candidates = marked.Count > 0 ? marked : callable;
        var most = candidates.Max(static constructor => constructor.Parameters.Length);
        var longest = candidates.Where(constructor => constructor.Parameters.Length == most).ToList();
        if (longest.Count > 1)
        {
            problems.Add(
                RuleIds.NoEffect,
                Places.OfIdentifier(longest[1]),
                $"The worker cannot create '{type.Name}'",
                $"{longest.Count.ToText()} constructors take {most.ToText()} parameters, and it can call only one",
                "mark that one with [ActivatorUtilitiesConstructor]");
            return null;
        }

        return longest[0];
    }

    private void ReportNone(INamedTypeSymbol type)
    {
        foreach (var constructor in type.InstanceConstructors)
        {
            if (constructor.Parameters.FirstOrDefault(static parameter => !IsInjectable(parameter)) is { } parameter)
            {
                problems.Add(
                    RuleIds.NoEffect,
                    Places.OfParameter(parameter, cancellationToken),
                    $"The worker cannot create '{type.Name}'",
                    $"no service can be passed as '{parameter.Name}', by reference or as a pointer",
                    "take the service by value");
            }
        }
    }

    private void CheckRequiredMembers(INamedTypeSymbol type, IMethodSymbol constructor)
    {
        if (DurableSymbols.Find(constructor, symbols.SetsRequiredMembers) is not null)
        {
            return;
        }

        for (var declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            foreach (var member in declaring.GetMembers())
            {
                if (member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true })
                {
                    problems.Add(
                        RuleIds.NoEffect,
                        Places.OfIdentifier(member),
                        $"The worker cannot set '{member.Name}'",
                        "it creates a workflow through its constructor alone, so 'required' is never satisfied",
                        "take it as a constructor parameter");
                }
            }
        }
    }

    private static bool IsInjectable(IParameterSymbol parameter) =>
        parameter.RefKind is RefKind.None or RefKind.In
        && parameter.Type is not (IPointerTypeSymbol or IFunctionPointerTypeSymbol)
        && !parameter.Type.IsRefLikeType;
}
