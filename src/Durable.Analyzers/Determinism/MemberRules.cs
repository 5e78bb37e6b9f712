using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism;

/// <summary>The rules about which members workflow code may use: one verdict for each use, the most specific one.</summary>
/// <remarks>What the table knows comes first, then what belongs to an injected service (DUR0015), then awaiting what is not durable (DUR0009), then what cannot be checked (DUR0023).</remarks>
internal static class MemberRules
{
    /// <summary>Checks one use, and tells whether something was reported.</summary>
    public static bool Check(MemberUse use, IOperation operation, BodyContext body)
    {
        var member = use.Member;
        if (body.Code.Allowed.Covers(member))
        {
            return false;
        }

        var hasSource = body.Code.HasSource(member);
        if (Find(member, operation, body) is { } rule && !(rule == KnownMembers.Harmless && Awaits.IsSharedSource(operation)))
        {
            return Report(rule, use, operation, body);
        }

        if (InstanceOf(operation) is { } instance && InjectedServices.Find(NotNull(instance), body) is { } service)
        {
            body.Report(RuleIds.InjectedService, Place.OfWhole(use.Syntax), member, $"uses the injected service '{service.Name}'");
            return true;
        }

        if (Awaits.IsForeign(member, operation, hasSource, body))
        {
            body.Report(RuleIds.ForeignAwait, use.Syntax, member, $"awaits {MemberName.Of(member)}");
            return true;
        }

        return ReportReferenced(use, body) || UncheckedCalls.Check(use, operation, hasSource, body);
    }

    // A member that a derived type inherits counts as the derived type's where that is listed: Mutex.WaitOne is WaitHandle's.
    private static string? Find(ISymbol member, IOperation operation, BodyContext body)
    {
        if (body.Code.HasSource(member))
        {
            return body.Banned(member);
        }

        var known = body.Banned(member) ?? body.Code.Known.Find(member);
        return InstanceOf(operation)?.Type is INamedTypeSymbol type
            && !member.IsStatic
            && !SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, member.ContainingType.OriginalDefinition)
            && type.TypeKind is TypeKind.Class
            && body.Code.Known.FindType(type) is { Length: > 0 } inherited
            && known is not KnownMembers.Harmless
                ? inherited
                : known;
    }

    private static bool Report(string rule, MemberUse use, IOperation operation, BodyContext body)
    {
        if (rule == KnownMembers.Harmless
            || (rule == RuleIds.Blocking && InstanceOf(operation) is { } task && FinishedTasks.IsFinished(task, operation, body))
            || (rule == RuleIds.Unchecked && !body.IsStrict))
        {
            return false;
        }

        body.Report(rule, use.Syntax, use.Member);
        return true;
    }

    // What the summary of a referenced library says about the member.
    private static bool ReportReferenced(MemberUse use, BodyContext body)
    {
        var reported = false;
        foreach (var entry in body.Code.Referenced.Find(use.Member))
        {
            body.Report(entry.RuleId, use.Syntax, use.Member, $"calls {MemberName.Of(use.Member)}{entry.Chain}");
            reported = true;
        }

        return reported;
    }

    // The service of service?.Member.
    private static IOperation NotNull(IOperation instance)
    {
        for (var parent = instance is IConditionalAccessInstanceOperation ? instance.Parent : null; parent is not null; parent = parent.Parent)
        {
            if (parent is IConditionalAccessOperation conditional)
            {
                return conditional.Operation;
            }
        }

        return instance;
    }

    private static IOperation? InstanceOf(IOperation operation) => operation switch
    {
        IInvocationOperation { Instance: { } instance } => instance,
        IInvocationOperation { TargetMethod.IsExtensionMethod: true, Arguments: { Length: > 0 } arguments } => arguments[0].Value,
        IPropertyReferenceOperation property => property.Instance,
        IMethodReferenceOperation method => method.Instance,
        IEventAssignmentOperation { EventReference: IEventReferenceOperation reference } => reference.Instance,
        IFieldReferenceOperation field => field.Instance,
        _ => null,
    };
}
