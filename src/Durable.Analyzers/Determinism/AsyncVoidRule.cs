using System.Collections.Immutable;
using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism;

/// <summary><c>async void</c>: methods, local functions and lambdas, handlers of events among them (DUR0022).</summary>
internal sealed class AsyncVoidRule : BodyRule
{
    public override ImmutableArray<OperationKind> Kinds { get; } =
        ImmutableArray.Create(OperationKind.AnonymousFunction, OperationKind.MethodBody, OperationKind.LocalFunction);

    public override void Visit(IOperation operation, BodyContext body)
    {
        var (method, place) = operation switch
        {
            IAnonymousFunctionOperation { Symbol: var lambda, Syntax: AnonymousFunctionExpressionSyntax syntax } => (lambda, syntax.AsyncKeyword),
            ILocalFunctionOperation { Symbol: var function, Syntax: LocalFunctionStatementSyntax syntax } => (function, syntax.Identifier),
            { Syntax: MethodDeclarationSyntax syntax } => (body.Owner as IMethodSymbol, syntax.Identifier),
            _ => default,
        };
        if (method is { IsAsync: true, ReturnsVoid: true } && !IsEntry(method, body))
        {
            body.Report(RuleIds.AsyncVoid, place.GetLocation(), "starts async code that returns void");
        }
    }

    // A body, handler or validator has rules of its own for what it returns.
    private static bool IsEntry(IMethodSymbol method, BodyContext body) =>
        body.Code.WorkflowAround(method) is { } workflow
        && WorkflowRoots.Of(workflow, body.Symbols).Contains(method, SymbolEqualityComparer.Default);
}
