using System.Collections.Immutable;
using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism;

/// <summary><c>ConfigureAwait(false)</c>, in whichever of its forms: the body would go on outside the run (DUR0006).</summary>
internal sealed class ConfigureAwaitRule : BodyRule
{
    private const int ContinueOnCapturedContext = 1;

    public override ImmutableArray<OperationKind> Kinds { get; } = ImmutableArray.Create(OperationKind.Invocation);

    public override void Visit(IOperation operation, BodyContext body)
    {
        if (operation is IInvocationOperation { TargetMethod: { Name: "ConfigureAwait" } method, Arguments: { Length: > 0 } arguments }
            && !body.Code.HasSource(method)
            && IsTaskNamespace(method.ContainingNamespace)
            && LeavesContext(arguments[arguments.Length - 1].Value.ConstantValue))
        {
            body.Report(RuleIds.LeavesContext, operation.Syntax, method, "calls ConfigureAwait(false)");
        }
    }

    private static bool LeavesContext(Optional<object?> value) => value is { HasValue: true, Value: false }
        || (value is { HasValue: true, Value: int options } && (options & ContinueOnCapturedContext) == 0);

    private static bool IsTaskNamespace(INamespaceSymbol? space) => space is
        { Name: "Tasks", ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } }
        or { Name: "CompilerServices", ContainingNamespace: { Name: "Runtime", ContainingNamespace.Name: "System" } };
}
