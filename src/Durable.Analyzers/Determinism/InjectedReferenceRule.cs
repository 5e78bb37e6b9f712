using System.Collections.Immutable;
using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism;

/// <summary>An injected service handed on to other code (DUR0015); its members are looked at where they are used.</summary>
internal sealed class InjectedReferenceRule : BodyRule
{
    public override ImmutableArray<OperationKind> Kinds { get; } =
        ImmutableArray.Create(OperationKind.ParameterReference, OperationKind.FieldReference, OperationKind.PropertyReference);

    public override void Visit(IOperation operation, BodyContext body)
    {
        if (InjectedServices.Find(operation, body) is { } service && !IsLeftAlone(operation) && Access.Of(operation).Reads)
        {
            body.Report(RuleIds.InjectedService, operation.Syntax.GetLocation(), service, $"hands on the injected service '{service.Name}'");
        }
    }

    // Used for a member, which has its own verdict, or only compared.
    private static bool IsLeftAlone(IOperation reference)
    {
        var value = reference;
        while (value.Parent is IConversionOperation conversion)
        {
            value = conversion;
        }

        return value.Parent switch
        {
            IInvocationOperation invocation => invocation.Instance == value,
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod.IsExtensionMethod: true } invocation } argument => invocation.Arguments[0] == argument,
            IMemberReferenceOperation member => member.Instance == value,
            IConditionalAccessOperation conditional => conditional.Operation == value,
            IIsPatternOperation or IIsTypeOperation or IBinaryOperation => true,
            _ => false,
        };
    }
}
