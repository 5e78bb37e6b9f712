using System.Collections.Immutable;
using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism;

/// <summary>Calls that are only bound at run time (DUR0023, strict level).</summary>
internal sealed class DynamicRule : BodyRule
{
    public override ImmutableArray<OperationKind> Kinds { get; } = ImmutableArray.Create(
        OperationKind.DynamicInvocation, OperationKind.DynamicMemberReference, OperationKind.DynamicObjectCreation, OperationKind.DynamicIndexerAccess);

    public override void Visit(IOperation operation, BodyContext body)
    {
        if (body.IsStrict && operation is not IDynamicMemberReferenceOperation { Parent: IDynamicInvocationOperation })
        {
            body.Report(RuleIds.Unchecked, operation.Syntax.GetLocation(), "uses a dynamic value");
        }
    }
}
