using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Determinism.Flow;

/// <summary>The rules about where values go: each looks at a body as a whole, once.</summary>
internal sealed class FlowRule : BodyRule
{
    public override ImmutableArray<OperationKind> Kinds { get; } = ImmutableArray.Create(
        OperationKind.MethodBody,
        OperationKind.ConstructorBody,
        OperationKind.LocalFunction,
        OperationKind.FieldInitializer,
        OperationKind.PropertyInitializer);

    public override void Visit(IOperation operation, BodyContext body)
    {
        var operations = BodyOperations.Of(body);
        OrderSinks.Check(operations, body);
        HashSinks.Check(operations, body);
        TraceSinks.Check(operations, body);
    }
}
