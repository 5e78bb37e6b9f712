using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism.Flow;

/// <summary>The flow of a value that shows in whatever is computed from it.</summary>
internal abstract class PlainFlow(BodyContext body) : ValueFlow
{
    protected BodyContext Body { get; } = body;

    // What a durable operation gives is recorded, whatever it was given.
    protected override bool Carries(IOperation operation, IOperation child) => operation switch
    {
        IAwaitOperation or IAnonymousFunctionOperation or IDelegateCreationOperation or IBlockOperation => false,
        IInvocationOperation => !DurableOperations.Is(operation, Body.Symbols),
        _ => operation.Type is not null || operation is IArgumentOperation or IInterpolationOperation or IArrayInitializerOperation or IObjectOrCollectionInitializerOperation or ISwitchExpressionArmOperation,
    };
}
