using Durable.Shared;
using Microsoft.CodeAnalysis;

namespace Durable.Analyzers;

internal static partial class Descriptors // Descriptors.Payloads.cs
{
    /// <summary>A value that would not come back from the journal as it went in.</summary>
    public static readonly DiagnosticDescriptor UnserializablePayload = Rule(
        RuleIds.UnserializablePayload, Category.Payloads, DiagnosticSeverity.Error,
        title: "A payload type cannot be serialized",
        message: "{0} cannot be written to the journal and read back: '{1}', because {2}");
}
