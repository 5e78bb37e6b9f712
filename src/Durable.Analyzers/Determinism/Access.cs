using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism;

/// <summary>Whether a reference to a property or field reads it, writes it, or both.</summary>
internal readonly record struct Access(bool Reads, bool Writes)
{
    public static Access Of(IOperation reference) => reference.Parent switch
    {
        ISimpleAssignmentOperation assignment when assignment.Target == reference => new Access(Reads: assignment.IsRef, Writes: true),
        ICompoundAssignmentOperation compound when compound.Target == reference => new Access(true, true),
        ICoalesceAssignmentOperation coalesce when coalesce.Target == reference => new Access(true, true),
        IIncrementOrDecrementOperation => new Access(true, true),
        IArgumentOperation { Parameter.RefKind: RefKind.Ref } => new Access(true, true),
        IArgumentOperation { Parameter.RefKind: RefKind.Out } => new Access(false, true),
        ITupleOperation tuple when IsDeconstructed(tuple) => new Access(false, true),
        _ => new Access(true, false),
    };

    private static bool IsDeconstructed(ITupleOperation tuple) => tuple.Parent switch
    {
        IDeconstructionAssignmentOperation assignment => assignment.Target == tuple,
        ITupleOperation outer => IsDeconstructed(outer),
        _ => false,
    };
}
