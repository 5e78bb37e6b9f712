using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism;

/// <summary>What the other rules have to trust: calls whose target is only known at run time, and libraries that say nothing about themselves (DUR0023, strict level).</summary>
internal static class UncheckedCalls
{
    public static bool Check(MemberUse use, IOperation operation, bool hasSource, BodyContext body)
    {
        if (!body.IsStrict || operation is IFieldReferenceOperation)
        {
            return false;
        }

        var what = hasSource ? IsOpen(use, operation) ? $"calls {MemberName.Of(use.Member)}, whose target is only known at run time" : null
            : body.Code.Referenced.IsUnknown(use.Member.ContainingAssembly) ? $"calls {MemberName.Of(use.Member)} of a library that says nothing about itself"
            : null;
        if (what is null)
        {
            return false;
        }

        body.Report(RuleIds.Unchecked, use.Syntax, use.Member, what);
        return true;
    }

    private static bool IsOpen(MemberUse use, IOperation operation) =>
        use.IsVirtual
        && use.Member is { IsSealed: false, ContainingType: { IsSealed: false, IsValueType: false } }
        && operation is not (IInvocationOperation { Instance: IInstanceReferenceOperation } or IPropertyReferenceOperation { Instance: IInstanceReferenceOperation })
        && operation is not IInvocationOperation { Instance.Type.IsSealed: true };
}
