using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace Durable.Analyzers;

/// <summary>Every rule, by block of ids.</summary>
internal static partial class Descriptors
{
    /// <summary>Each rule has a page below this address.</summary>
    public const string HelpLinkBase = "https://github.com/durable-workflows/durable/blob/main/docs/rules/";

    private static readonly Lazy<ImmutableDictionary<string, DiagnosticDescriptor>> s_byId = new(static () =>
        typeof(Descriptors).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(static field => field.GetValue(null))
            .OfType<DiagnosticDescriptor>()
            .ToImmutableDictionary(static descriptor => descriptor.Id));

    public static IEnumerable<DiagnosticDescriptor> All => s_byId.Value.Values;

    public static DiagnosticDescriptor Get(string id) => s_byId.Value[id];

    private static DiagnosticDescriptor Rule(string id, string category, DiagnosticSeverity severity, string title, string message) =>
        new(id, title, message, category, severity, isEnabledByDefault: true, helpLinkUri: $"{HelpLinkBase}{id}.md");
}
