using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Durable.Shared.Shape;

/// <summary>Collects the signal handlers, queries and updates of a class and its bases (DUR1003, DUR1011, DUR1013, DUR1014, DUR1024, DUR1027).</summary>
internal sealed class HandlersReader(
    INamedTypeSymbol owner, ImmutableArray<SignalShape> signals, DurableSymbols symbols, ProblemSink problems, CancellationToken cancellationToken)
{
    private readonly HandlerReader _reader = new(owner, signals, symbols, problems, cancellationToken);

    public ImmutableArray<HandlerShape> Read()
    {
        var handlers = ImmutableArray.CreateBuilder<HandlerShape>();
        foreach (var (method, attribute, kind) in Collect())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!symbols.Compilation.IsAccessible(method, owner))
            {
                problems.Add(
                    RuleIds.NotReachable, location: null, TypeText.Of(method), $"is a handler that generated code of '{owner.Name}' cannot reach", "make it protected");
            }
            else if (_reader.Read(method, attribute, kind) is { } handler)
            {
                handlers.Add(handler);
            }
        }

        CheckNames(handlers);
        new HandledSignals(owner, symbols, problems, cancellationToken).CheckWaits(handlers);
        return handlers.ToImmutable();
    }

    private List<(IMethodSymbol Method, AttributeData Attribute, HandlerKind Kind)> Collect()
    {
        var found = new List<(IMethodSymbol Method, AttributeData Attribute, HandlerKind Kind)>();
        var roles = new MethodRoles(symbols, problems, cancellationToken);
        foreach (var method in BasesFirst().SelectMany(static type => type.GetMembers()).OfType<IMethodSymbol>())
        {
            // Most have none, and each look for one of ours costs.
            if (method.GetAttributes().IsEmpty || !roles.Check(method))
            {
                continue;
            }

            // An override is called through what it overrides.
            foreach (var (attributeType, kind) in Kinds())
            {
                if (DurableSymbols.Find(method, attributeType) is { } attribute && !found.Any(other => Overrides(method, other.Method)))
                {
                    found.Add((method, attribute, kind));
                }
            }
        }

        return found;
    }

    private (INamedTypeSymbol? Attribute, HandlerKind Kind)[] Kinds() =>
    [
        (symbols.SignalHandlerAttribute, HandlerKind.SignalHandler),
        (symbols.QueryAttribute, HandlerKind.Query),
        (symbols.UpdateAttribute, HandlerKind.Update),
    ];

    private Stack<INamedTypeSymbol> BasesFirst()
    {
        var types = new Stack<INamedTypeSymbol>();
        for (var type = owner; type is { SpecialType: not SpecialType.System_Object }; type = type.BaseType)
        {
            types.Push(type);
        }

        return types;
    }

    private static bool Overrides(IMethodSymbol method, IMethodSymbol other)
    {
        for (var overridden = method.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
        {
            if (SymbolEqualityComparer.Default.Equals(overridden, other))
            {
                return true;
            }
        }

        return false;
    }

    // Queries and updates become members of one handle; a signal has one handler.
    private void CheckNames(ImmutableArray<HandlerShape>.Builder handlers)
    {
        if (handlers.Count < 2)
        {
            return;
        }

        var first = new Dictionary<(bool IsSignal, string Name), HandlerShape>();
        foreach (var handler in handlers)
        {
            var key = (handler.Kind == HandlerKind.SignalHandler, handler.Name);
            if (!first.TryGetValue(key, out var other))
            {
                first.Add(key, handler);
                continue;
            }

            problems.Add(
                RuleIds.DuplicateSignal,
                handler.NameLocation,
                $"{What(other)} '{TypeText.Of(other.Method)}'",
                $"{What(handler)} '{TypeText.Of(handler.Method)}'",
                handler.Name,
                "what is sent to one would reach the other");
        }
    }

    private static string What(HandlerShape handler) => handler.Kind switch
    {
        HandlerKind.SignalHandler => "handler",
        HandlerKind.Query => "query",
        _ => "update",
    };
}
