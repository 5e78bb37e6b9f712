using Durable.Analyzers.Determinism.Flow;
using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism;

/// <summary>Finds the durable operations whose tasks are the value of an expression: of a call, of either branch, of each entry of a list.</summary>
internal static class StartedTasks
{
    // What runs a query at once; until then nothing is started.
    private static readonly HashSet<string> s_eager = new(StringComparer.Ordinal) { "ToList", "ToArray", "ToHashSet", "ToImmutableArray", "ToImmutableList" };

    /// <summary>Where each of them is named, and the method that gives the task.</summary>
    public static IEnumerable<(SyntaxNode Place, IMethodSymbol Method)> In(IOperation? value, BodyContext body) => value switch
    {
        IConversionOperation conversion => In(conversion.Operand, body),
        IConditionalAccessOperation conditional => In(conditional.WhenNotNull, body),
        IConditionalOperation choice => In(choice.WhenTrue, body).Concat(In(choice.WhenFalse, body)),
        ICoalesceOperation choice => In(choice.Value, body).Concat(In(choice.WhenNull, body)),
        ISwitchExpressionOperation choice => choice.Arms.SelectMany(arm => In(arm.Value, body)),
        IArrayCreationOperation { Initializer: { } elements } => elements.ElementValues.SelectMany(element => In(element, body)),
        ICollectionExpressionOperation list => list.Elements.SelectMany(element => In(element, body)),
        IInvocationOperation call when IsDurable(call.TargetMethod, body) => [(call.Syntax, call.TargetMethod)],
        IInvocationOperation { TargetMethod: { Name: var name } method } call when s_eager.Contains(name) && IsQuery(method) && call.Arguments.Length == 1 => OfEach(call.Arguments[0].Value, body),
        _ => [],
    };

    private static bool IsDurable(IMethodSymbol method, BodyContext body) =>
        body.Code.TaskLike.Contains(method.ReturnType.OriginalDefinition) && method.ReturnType.Name != "IAsyncEnumerable"
        && (DurableMembers.Is(method, body.Symbols)
            || DurableOperations.IsHelper(method, body)
            || (DurableSymbols.Is(method.ContainingType, body.Symbols.Task) && method.Name is "WhenAll" or "WhenAny"));

    // The last function of a query gives its entries, as long as only queries that keep entries follow it.
    private static IEnumerable<(SyntaxNode Place, IMethodSymbol Method)> OfEach(IOperation? query, BodyContext body)
    {
        while (true)
        {
            switch (query)
            {
                case IConversionOperation conversion:
                    query = conversion.Operand;
                    break;
                case ITranslatedQueryOperation translated:
                    query = translated.Operation;
                    break;
                case IInvocationOperation { TargetMethod: { Name: "Select" } method, Arguments: { Length: 2 } arguments } when IsQuery(method):
                    return OfFunction(arguments[1].Value, body);
                case IInvocationOperation { TargetMethod: { Name: "Where" or "Take" or "Skip" or "Reverse" or "Concat" or "Append" } method, Arguments: { Length: > 0 } arguments } when IsQuery(method):
                    query = arguments[0].Value;
                    break;
                default:
                    return [];
            }
        }
    }

    private static IEnumerable<(SyntaxNode Place, IMethodSymbol Method)> OfFunction(IOperation function, BodyContext body) => function switch
    {
        IDelegateCreationOperation { Target: IMethodReferenceOperation { Method: var method } target } when IsDurable(method, body) => [(target.Syntax, method)],
        IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda } => lambda.Symbol.IsAsync
            ? OfAsync(lambda, body)
            : lambda.Body.Operations.OfType<IReturnOperation>().SelectMany(end => In(end.ReturnedValue, body)),
        _ => [],
    };

    private static IEnumerable<(SyntaxNode Place, IMethodSymbol Method)> OfAsync(IAnonymousFunctionOperation lambda, BodyContext body) => lambda.Body.Descendants()
        .OfType<IAwaitOperation>()
        .SelectMany(wait => In(wait.Operation, body))
        .Take(1);

    private static bool IsQuery(IMethodSymbol method) =>
        method.ContainingNamespace is { Name: "Linq", ContainingNamespace.Name: "System" } or { Name: "Immutable", ContainingNamespace: { Name: "Collections", ContainingNamespace.Name: "System" } };
}
