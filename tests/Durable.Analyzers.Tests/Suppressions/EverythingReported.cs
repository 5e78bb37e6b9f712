using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Durable.Analyzers.Tests.Suppressions;

/// <summary>Stands in for the SDK's rules: reports every type, method and parameter there is, so that a test sees which reports are silenced.</summary>
#pragma warning disable RS1001 // No compiler ever loads it.
internal sealed class EverythingReported : DiagnosticAnalyzer
#pragma warning restore RS1001
{
    private static readonly ImmutableDictionary<string, DiagnosticDescriptor> s_rules = new[] { "CA1812", "CA1852", "CA1716", "CA1822", "CA1859" }
        .ToImmutableDictionary(id => id, id => new DiagnosticDescriptor(id, id, "{0}", "SDK", DiagnosticSeverity.Warning, isEnabledByDefault: true));

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [.. s_rules.Values];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSymbolAction(
            symbol =>
            {
                symbol.ReportDiagnostic(Diagnostic.Create(s_rules["CA1812"], symbol.Symbol.Locations[0], symbol.Symbol.Name));
                symbol.ReportDiagnostic(Diagnostic.Create(s_rules["CA1852"], symbol.Symbol.Locations[0], symbol.Symbol.Name));
            },
            SymbolKind.NamedType);
        context.RegisterSymbolAction(
            symbol => symbol.ReportDiagnostic(Diagnostic.Create(s_rules["CA1716"], symbol.Symbol.Locations[0], symbol.Symbol.Name)),
            SymbolKind.Parameter);
        context.RegisterSymbolAction(
            symbol =>
            {
                if (symbol.Symbol is IMethodSymbol { MethodKind: MethodKind.Ordinary })
                {
                    symbol.ReportDiagnostic(Diagnostic.Create(s_rules["CA1822"], symbol.Symbol.Locations[0], symbol.Symbol.Name));
                    symbol.ReportDiagnostic(Diagnostic.Create(s_rules["CA1859"], symbol.Symbol.Locations[0], symbol.Symbol.Name));
                }
            },
            SymbolKind.Method);
    }
}
