using Durable.Shared.Payloads;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism.Flow;

/// <summary>Tells what is changed without being assigned: a list that something is added to, an array one of whose elements is.</summary>
internal static class Changes
{
    private static readonly HashSet<string> s_changes = new(StringComparer.Ordinal)
    {
        "Add", "AddFirst", "AddLast", "AddOrUpdate", "AddRange", "Append", "AppendFormat", "AppendLine", "Clear", "Dequeue", "Enqueue", "ExceptWith", "GetOrAdd", "Insert",
        "IntersectWith", "Pop", "Push", "Remove", "RemoveAll", "RemoveAt", "RemoveFirst", "RemoveLast", "RemoveRange", "Reverse", "Sort", "SymmetricExceptWith",
        "TryAdd", "TryDequeue", "TryPop", "TryRemove", "TryTake", "TryUpdate", "UnionWith",
    };

    /// <summary>What an operation changes; null where it changes nothing, or gives another one instead.</summary>
    public static IOperation? In(IOperation operation) => operation switch
    {
        IInvocationOperation { Instance: { } changed } call when s_changes.Contains(call.TargetMethod.Name) && IsChange(call) => changed,
        IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } changed } when Access.Of(operation).Writes => changed,
        IArrayElementReferenceOperation { ArrayReference: var changed } when Access.Of(operation).Writes => changed,
        _ => null,
    };

    // An immutable collection has the same methods, which give another one.
    private static bool IsChange(IInvocationOperation call) =>
        UnsupportedPayloads.IsPlatform(call.TargetMethod.ContainingType)
        && !MetadataName.Of(call.TargetMethod.ContainingType.OriginalDefinition).StartsWith("System.Collections.Immutable.I", StringComparison.Ordinal);
}
