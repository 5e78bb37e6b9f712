using Microsoft.CodeAnalysis;

namespace Durable.Shared.Shape;

/// <summary>What a step or compensator returns.</summary>
/// <param name="Kind">Which of the four.</param>
/// <param name="Result">The T of <c>Task&lt;T&gt;</c> or <c>ValueTask&lt;T&gt;</c>, with its nullable annotation.</param>
internal readonly record struct Awaitable(AwaitableKind Kind, ITypeSymbol? Result)
{
    public static Awaitable? TryRead(ITypeSymbol type, DurableSymbols symbols)
    {
        if (type is not INamedTypeSymbol named)
        {
            return null;
        }

        if (DurableSymbols.Is(named, symbols.Task))
        {
            return new Awaitable(AwaitableKind.Task, null);
        }

        if (DurableSymbols.Is(named, symbols.TaskOfT))
        {
            return new Awaitable(AwaitableKind.TaskOfT, named.TypeArguments[0]);
        }

        if (DurableSymbols.Is(named, symbols.ValueTask))
        {
            return new Awaitable(AwaitableKind.ValueTask, null);
        }

        return DurableSymbols.Is(named, symbols.ValueTaskOfT)
            ? new Awaitable(AwaitableKind.ValueTaskOfT, named.TypeArguments[0])
            : null;
    }
}
