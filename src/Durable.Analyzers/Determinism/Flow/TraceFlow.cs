using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism.Flow;

/// <summary>Follows texts that hold a stack trace (DUR0017).</summary>
internal sealed class TraceFlow(BodyContext body) : PlainFlow(body)
{
    protected override bool IsSource(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod: { Name: "ToString", Parameters.IsEmpty: true }, Instance.Type: { } type } => IsException(type),
        IPropertyReferenceOperation { Property: { Name: "StackTrace", ContainingType: var type } } => IsException(type) || type is { Name: "Environment", ContainingNamespace.Name: "System" },
        IObjectCreationOperation { Type: { Name: "StackTrace" or "StackFrame", ContainingNamespace: { Name: "Diagnostics", ContainingNamespace.Name: "System" } } } => true,
        IInterpolationOperation { Expression.Type: { } type } => IsException(type),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, Type.SpecialType: SpecialType.System_String } sum => IsText(sum.LeftOperand) || IsText(sum.RightOperand),
        IInvocationOperation { TargetMethod: { Name: "Concat" or "Format" or "Join", ContainingType.SpecialType: SpecialType.System_String } } call =>
            call.Arguments.Any(argument => argument.DescendantsAndSelf().Any(IsText)),
        _ => false,
    };

    // Of "Failed: " + exception: the exception's own text.
    private static bool IsText(IOperation operand) => operand is IConversionOperation { OperatorMethod: null, Type.SpecialType: SpecialType.System_Object, Operand.Type: { } type } && IsException(type);

    private static bool IsException(ITypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current is { Name: "Exception", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } })
            {
                return true;
            }
        }

        return false;
    }
}
