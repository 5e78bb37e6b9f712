using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism.Flow;

/// <summary>The operations of one body, parents before children; without other functions' bodies and what a step is given to run.</summary>
internal static class BodyOperations
{
    public static ImmutableArray<IOperation> Of(BodyContext body)
    {
        var operations = ImmutableArray.CreateBuilder<IOperation>();
        var open = new Stack<IOperation>();
        open.Push(body.Root);
        while (open.Count > 0)
        {
            var operation = open.Pop();
            if ((operation is ILocalFunctionOperation && operation != body.Root)
                || (operation is IArgumentOperation argument && StepCode.IsGiven(argument, body)))
            {
                continue;
            }

            operations.Add(operation);
            foreach (var child in operation.ChildOperations.Reverse())
            {
                open.Push(child);
            }
        }

        return operations.ToImmutable();
    }
}
