using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism.Flow;

/// <summary>Follows hash codes that another process would compute differently (DUR0013).</summary>
internal sealed class HashFlow(BodyContext body) : PlainFlow(body)
{
    // Own hash codes may call each other in circles.
    private const int MaxDepth = 8;

    private int _depth;

    protected override bool IsSource(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod: { IsStatic: true, ContainingType: { Name: "HashCode", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } } } => true,
        IInvocationOperation { TargetMethod: { Name: "ToHashCode", ContainingType: { Name: "HashCode", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } } } => true,
        IInvocationOperation { TargetMethod: { Name: "GetHashCode" } method } invocation => IsUnstable(invocation, method),
        _ => false,
    };

    private bool IsUnstable(IInvocationOperation invocation, IMethodSymbol method)
    {
        // Of something: x.GetHashCode(); or by a comparer: comparer.GetHashCode(x), RuntimeHelpers.GetHashCode(x).
        var isOfInstance = method.Parameters.IsEmpty || (!method.IsStatic && method.ContainingType.SpecialType == SpecialType.System_String);
        var hashed = isOfInstance ? invocation.Instance : invocation.Arguments.Length > 0 ? invocation.Arguments[0].Value : null;
        while (hashed is IConversionOperation { OperatorMethod: null } conversion)
        {
            hashed = conversion.Operand;
        }

        return hashed?.Type is { } type && !StableHashes.Has(type) && (!IsOwn(method) || IsMadeOfUnstable(method));
    }

    private bool IsOwn(IMethodSymbol method) => Body.Code.HasSource(method) && !method.IsImplicitlyDeclared && !method.IsAbstract;

    // A hash code of the author's own is as stable as what it is made of.
    private bool IsMadeOfUnstable(IMethodSymbol method)
    {
        if (_depth == MaxDepth)
        {
            return false;
        }

        _depth++;
        var isUnstable = method.DeclaringSyntaxReferences
            .Select(part => part.GetSyntax(Body.CancellationToken))
            .Select(part => Body.Code.ModelOf(part.SyntaxTree).GetOperation(part, Body.CancellationToken))
            .Any(code => code?.DescendantsAndSelf().Any(IsSource) == true);
        _depth--;
        return isUnstable;
    }
}
