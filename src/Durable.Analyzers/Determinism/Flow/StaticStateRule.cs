using System.Collections.Immutable;
using Durable.Shared;
using Durable.Shared.Payloads;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism.Flow;

/// <summary>Static state that changes (DUR0014): fields and properties that can be set, collections that are changed, values of the current flow.</summary>
/// <remarks>A collection that is filled where it is declared and only read afterwards is a constant, whatever its type (<see cref="ChangedStatics"/>).</remarks>
internal sealed class StaticStateRule : BodyRule
{
    public override ImmutableArray<OperationKind> Kinds { get; } = ImmutableArray.Create(
        OperationKind.FieldReference, OperationKind.PropertyReference, OperationKind.Invocation, OperationKind.ArrayElementReference);

    public override void Visit(IOperation operation, BodyContext body)
    {
        if (IsSetUp(body.Owner))
        {
            return;
        }

        if ((UsedState(operation, body) ?? ReadCollection(operation, body)) is { } used)
        {
            body.Report(RuleIds.StaticState, operation.Syntax, used, $"{(Access.Of(operation).Writes ? "writes" : "reads")} {MemberName.Of(used)}");
        }
        else if (ChangedState(operation, body) is { } changed)
        {
            var place = operation is IInvocationOperation call ? Place.Of(call.Syntax, call.TargetMethod) : operation.Syntax.GetLocation();
            body.Report(RuleIds.StaticState, place, $"changes {MemberName.Of(changed)}");
        }
    }

    // What can be set, and what belongs to the current thread or flow.
    private static ISymbol? UsedState(IOperation operation, BodyContext body) => operation switch
    {
        IFieldReferenceOperation { Field: { IsStatic: true, IsConst: false, IsReadOnly: false } field } => IsOthers(field, body) && !IsDeclaration(field, body) ? field : null,
        IPropertyReferenceOperation { Property: { IsStatic: true, SetMethod: { IsInitOnly: false } } property } => IsOthers(property, body) && IsStored(property, body) ? property : null,
        IPropertyReferenceOperation { Property: { Name: "Value", ContainingType.Name: "AsyncLocal" or "ThreadLocal" }, Instance: IFieldReferenceOperation { Field: { IsStatic: true } holder } } => holder,
        _ => null,
    };

    // Reported as a change where it is one here.
    private static ISymbol? ReadCollection(IOperation operation, BodyContext body) =>
        operation is IFieldReferenceOperation or IPropertyReferenceOperation { Property.IsIndexer: false }
        && operation.Parent is { } parent && Changes.In(parent) != operation
        && ((IMemberReferenceOperation)operation).Member is var member && body.Code.ChangedStatics.Holds(member, body)
            ? member
            : null;

    // What is reachable through something that cannot be set, and is changed all the same.
    private static ISymbol? ChangedState(IOperation operation, BodyContext body)
    {
        var changed = (Changes.In(operation) as IMemberReferenceOperation)?.Member;
        return changed is { IsStatic: true } and (IFieldSymbol { IsReadOnly: true } or IPropertySymbol { SetMethod: null }) && IsOthers(changed, body) ? changed : null;
    }

    // A signal or question that could be set is reported where it is declared (DUR1025).
    private static bool IsDeclaration(IFieldSymbol field, BodyContext body) =>
        DurableSymbols.Is(field.Type, body.Symbols.Signal) || DurableSymbols.Is(field.Type, body.Symbols.Ask);

    // What the platform keeps in static properties, other rules know one by one.
    private static bool IsOthers(ISymbol member, BodyContext body) => body.Code.HasSource(member)
        || !(member.ContainingType is { } type && (UnsupportedPayloads.IsPlatform(type) || type.ContainingNamespace.ToDisplayString().StartsWith("Microsoft.", StringComparison.Ordinal)));

    // One with code of its own is followed there.
    private static bool IsStored(IPropertySymbol property, BodyContext body) =>
        !body.Code.HasSource(property)
        || property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property.OriginalDefinition));

    // Before anything runs.
    private static bool IsSetUp(ISymbol owner) => owner is IMethodSymbol { MethodKind: MethodKind.StaticConstructor } or IFieldSymbol { IsStatic: true } or IPropertySymbol { IsStatic: true };
}
