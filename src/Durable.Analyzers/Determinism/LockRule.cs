using System.Collections.Immutable;
using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism;

/// <summary>The lock statement (DUR0008); what locks by name is in the table.</summary>
internal sealed class LockRule : BodyRule
{
    public override ImmutableArray<OperationKind> Kinds { get; } = ImmutableArray.Create(OperationKind.Lock);

    public override void Visit(IOperation operation, BodyContext body)
    {
        if (operation is ILockOperation { Syntax: LockStatementSyntax statement })
        {
            body.Report(RuleIds.Locking, statement.LockKeyword.GetLocation(), "takes a lock");
        }
    }
}
