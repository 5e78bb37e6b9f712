using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism;

/// <summary>The rules about which members workflow code may use: those of the table, and awaiting only what is durable (DUR0009).</summary>
internal static class MemberRules
{
    public static void Check(MemberUse use, IOperation operation, BodyContext body)
    {
        var member = use.Member;
        var hasSource = body.Code.HasSource(member);
        if (!hasSource && body.Code.Known.Find(member) is { } rule)
        {
            if (rule != KnownMembers.Harmless)
            {
                body.Report(rule, use.Syntax, member);
            }

            return;
        }

        if (Awaits.IsForeign(member, operation, hasSource, body))
        {
            body.Report(RuleIds.ForeignAwait, use.Syntax, member, $"awaits {MemberName.Of(member)}");
        }
    }
}
