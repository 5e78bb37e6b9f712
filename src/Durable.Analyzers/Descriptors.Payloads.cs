using Durable.Shared;
using Durable.Shared.Payloads;
using Microsoft.CodeAnalysis;

namespace Durable.Analyzers;

internal static partial class Descriptors // Descriptors.Payloads.cs
{
    /// <summary>A value that has no JSON form which reads back, or that generated code cannot name.</summary>
    public static readonly DiagnosticDescriptor UnserializablePayload = Rule(
        RuleIds.UnserializablePayload, Category.Payloads, DiagnosticSeverity.Error,
        title: "A payload type cannot be serialized",
        message: "{0} cannot be written to the journal and read back: '{1}', because {2}");

    /// <summary>A value that nothing can make again.</summary>
    public static readonly DiagnosticDescriptor PayloadConstructor = Rule(
        RuleIds.PayloadConstructor, Category.Payloads, DiagnosticSeverity.Error,
        title: "A payload type has no usable constructor, or more than one",
        message: "{0} cannot be read back from the journal: nothing can make '{1}', because {2}");

    /// <summary>A value that would come back with less in it.</summary>
    public static readonly DiagnosticDescriptor PayloadMemberLost = Rule(
        RuleIds.PayloadMemberLost, Category.Payloads, DiagnosticSeverity.Error,
        title: "A payload member would be lost on reading back",
        message: "{0} would not come back from the journal as it was: '{1}' is lost, because {2}");

    /// <summary>A value whose type is decided where it is made and unknown where it is read.</summary>
    public static readonly DiagnosticDescriptor PayloadOpenPolymorphism = Rule(
        RuleIds.PayloadOpenPolymorphism, Category.Payloads, DiagnosticSeverity.Error,
        title: "A payload type is an interface or abstract class without declared derived types",
        message: "{0} cannot be read back from the journal as what it was: '{1}', because {2}");

    /// <summary>A value that may be anything.</summary>
    public static readonly DiagnosticDescriptor PayloadUntyped = Rule(
        RuleIds.PayloadUntyped, Category.Payloads, DiagnosticSeverity.Error,
        title: "A payload type is object or dynamic",
        message: "{0} cannot be read back from the journal: '{1}' may be anything, and {2}");

    /// <summary>A thing of this process, not data.</summary>
    public static readonly DiagnosticDescriptor PayloadNotData = Rule(
        RuleIds.PayloadNotData, Category.Payloads, DiagnosticSeverity.Error,
        title: "A payload type is no data",
        message: "{0} cannot be recorded: '{1}' is no data; {2}");

    /// <summary>A dictionary that JSON cannot write as an object.</summary>
    public static readonly DiagnosticDescriptor PayloadDictionaryKey = Rule(
        RuleIds.PayloadDictionaryKey, Category.Payloads, DiagnosticSeverity.Error,
        title: "A payload dictionary has keys without a text form",
        message: "{0} cannot be written to the journal: '{1}', because {2}");

    /// <summary>Something that people would read in logs and views.</summary>
    public static readonly DiagnosticDescriptor UnmarkedSecret = Rule(
        RuleIds.UnmarkedSecret, Category.Payloads, DiagnosticSeverity.Info,
        title: "A payload looks like a secret and is not marked as sensitive",
        message: "'{0}' looks like a secret, but logs, traces and views would show it; mark {1} with {2}");

    /// <summary>The rule that a problem of a payload type breaks; null for what the compiler reports itself.</summary>
    public static DiagnosticDescriptor? Get(PayloadProblemKind kind) => kind switch
    {
        PayloadProblemKind.Unsupported => UnserializablePayload,
        PayloadProblemKind.Constructor => PayloadConstructor,
        PayloadProblemKind.MemberLost => PayloadMemberLost,
        PayloadProblemKind.OpenPolymorphism => PayloadOpenPolymorphism,
        PayloadProblemKind.Untyped => PayloadUntyped,
        PayloadProblemKind.NotData => PayloadNotData,
        PayloadProblemKind.DictionaryKey => PayloadDictionaryKey,
        PayloadProblemKind.Unresolved => null,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
