using System.Collections.Immutable;
using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism;

/// <summary>Any logger but the context's (DUR0016): judged where it is read, so that a helper may be given one.</summary>
internal sealed class LoggerRule : BodyRule
{
    public override ImmutableArray<OperationKind> Kinds { get; } =
        ImmutableArray.Create(OperationKind.ParameterReference, OperationKind.FieldReference, OperationKind.PropertyReference);

    public override void Visit(IOperation operation, BodyContext body)
    {
        if (FindForeign(operation, body) is { } logger && Loggers.IsLogger(operation.Type) && Access.Of(operation).Reads)
        {
            body.Report(RuleIds.Logger, operation.Syntax.GetLocation(), logger, $"writes to the logger '{logger.Name}'");
        }
    }

    private static ISymbol? FindForeign(IOperation operation, BodyContext body) => operation switch
    {
        IMemberReferenceOperation { Member: { IsStatic: true, ContainingType.Name: not ("NullLogger" or "NullLogger`1") } member } => member,
        _ => InjectedServices.FindAny(operation, body),
    };
}
