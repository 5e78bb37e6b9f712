using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism;

/// <summary>Tells tasks that complete through the journal from all others (DUR0009).</summary>
/// <remarks>
/// A task is judged where it comes from and not where it is awaited, so that it may pass through variables, lists and combinators:
/// what makes it must be the runtime, a step, or code that is itself checked. A delegate was checked where it was written.
/// </remarks>
internal static class Awaits
{
    public static bool IsForeign(ISymbol member, IOperation operation, bool hasSource, BodyContext body)
    {
        if (operation is not (IInvocationOperation or IPropertyReferenceOperation or IFieldReferenceOperation or IMethodReferenceOperation))
        {
            return false;
        }

        // What is of any type was put there by somebody else: the entry of a list, the first of a sequence.
        if (ResultOf(member.OriginalDefinition) is ITypeParameterSymbol || (!IsTask(ResultOf(member), body.Code) && !IsAwaited(operation)))
        {
            return false;
        }

        if (member.ContainingType.TypeKind == TypeKind.Delegate)
        {
            return false;
        }

        return hasSource || body.Code.Referenced.IsChecked(member.ContainingAssembly)
            ? !HasCode(member, operation)
            : !body.Code.IsRuntime(member) || IsClientSide(member);
    }

    /// <summary>Whether a task comes from a <see cref="TaskCompletionSource{TResult}"/> that is not the run's own: whoever completes that does not ask the journal.</summary>
    /// <remarks>One in a variable, or in a field of the object at hand, is taken to be completed by workflow code.</remarks>
    public static bool IsSharedSource(IOperation operation)
    {
        var source = operation is IPropertyReferenceOperation { Property: { Name: "Task", ContainingType.Name: "TaskCompletionSource" } } task ? task.Instance : null;
        while (source is IMemberReferenceOperation or IConversionOperation)
        {
            if (source is IMemberReferenceOperation { Member.IsStatic: true })
            {
                return true;
            }

            source = source is IConversionOperation conversion ? conversion.Operand : ((IMemberReferenceOperation)source).Instance;
        }

        return false;
    }

    // An abstract or interface member: what runs is not known, unless it is the workflow's own, whose overrides are followed.
    private static bool HasCode(ISymbol member, IOperation operation) =>
        member is { IsAbstract: false, IsExtern: false }
        || operation is IInvocationOperation { Instance: IInstanceReferenceOperation } or IPropertyReferenceOperation { Instance: IInstanceReferenceOperation };

    // Callers' side of the runtime: handles and clients talk to the store.
    private static bool IsClientSide(ISymbol member) => member.ContainingType.Name is "DurableClient" or "RunHandle" or "DurableHost";

    private static ITypeSymbol? ResultOf(ISymbol member) => member switch
    {
        IMethodSymbol method => method.ReturnType,
        IPropertySymbol property => property.Type,
        IFieldSymbol { IsStatic: true } field => field.Type,
        _ => null,
    };

    private static bool IsTask(ITypeSymbol? type, WorkflowCode code) => type is not null && code.TaskLike.Contains(type.OriginalDefinition);

    private static bool IsAwaited(IOperation operation)
    {
        var parent = operation.Parent;
        while (parent is IConversionOperation or IConditionalAccessOperation)
        {
            parent = parent.Parent;
        }

        return parent is IAwaitOperation;
    }
}
