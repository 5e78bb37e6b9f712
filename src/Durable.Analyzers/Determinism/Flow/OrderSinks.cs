using System.Collections.Immutable;
using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism.Flow;

/// <summary>Where the order of a collection decides what is recorded (DUR0012): loops with durable operations, and what such operations are given.</summary>
internal static class OrderSinks
{
    public static void Check(ImmutableArray<IOperation> operations, BodyContext body)
    {
        var flow = new OrderFlow(operations);
        var reported = new HashSet<SyntaxNode>();
        foreach (var operation in flow.Solve(operations))
        {
            if (Find(operation, flow, body) is var (place, origin) && reported.Add(place))
            {
                body.Report(RuleIds.UnstableOrder, place.GetLocation(), $"enumerates {NameOf(origin)}");
            }
        }
    }

    private static (SyntaxNode Place, IOperation Origin)? Find(IOperation operation, OrderFlow flow, BodyContext body) => operation switch
    {
        IForEachLoopOperation { Syntax: CommonForEachStatementSyntax syntax } loop when flow.OriginOf(loop.Collection) is { } origin && DurableOperations.AreIn(loop.Body, body) =>
            (syntax.Expression, origin),
        IArgumentOperation { Parent: IInvocationOperation call } argument when DurableOperations.Is(call, body.Symbols) && !IsKeyed(call) && flow.OriginOf(argument.Value) is { } origin =>
            (argument.Value.Syntax, origin),
        IInvocationOperation call when !IsKeyed(call) && call.Arguments.Any(argument => IsDurableFunction(argument, body)) => FindSequence(call, flow),
        _ => null,
    };

    // A function that is called for each entry of a sequence: set.Select(item => ShipAsync(item)), list.ForEach(Ship).
    private static (SyntaxNode Place, IOperation Origin)? FindSequence(IInvocationOperation call, OrderFlow flow)
    {
        foreach (var value in call.Arguments.Select(static argument => argument.Value).Prepend(call.Instance))
        {
            if (value is not null && flow.OriginOf(value) is { } origin)
            {
                return (value.Syntax is FromClauseSyntax clause ? clause.Expression : value.Syntax, origin);
            }
        }

        return null;
    }

    private static bool IsDurableFunction(IArgumentOperation argument, BodyContext body) =>
        argument.Value is IDelegateCreationOperation { Target: var target }
        && (target is IAnonymousFunctionOperation function ? DurableOperations.AreIn(function.Body, body)
            : target is IMethodReferenceOperation { Method: var method } && (StepCode.IsStep(method, body.Symbols) || DurableOperations.IsHelper(method, body)));

    // Each entry's operations are recorded under its own key, in whatever order they are asked for.
    private static bool IsKeyed(IInvocationOperation call) => call.TargetMethod.Name == "ForEachAsync";

    private static string NameOf(IOperation origin) => origin.Type is { } type && UnorderedCollections.Is(type)
        ? type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)
        : "what was filled from an unordered collection";
}
