using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Durable.Analyzers.Tests.Suppressions;

/// <summary>Stands in for the threading analyzers, which are no part of the SDK: reports each await (111) and each call (103, 105) where they would.</summary>
#pragma warning disable RS1001 // No compiler ever loads it.
internal sealed class VisualStudioThreading : DiagnosticAnalyzer
#pragma warning restore RS1001
{
    private static readonly ImmutableDictionary<string, DiagnosticDescriptor> s_rules = new[] { "VSTHRD103", "VSTHRD105", "VSTHRD111" }
        .ToImmutableDictionary(id => id, id => new DiagnosticDescriptor(id, id, id, "Threading", DiagnosticSeverity.Warning, isEnabledByDefault: true));

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [.. s_rules.Values];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSyntaxNodeAction(
            static node => node.ReportDiagnostic(Diagnostic.Create(s_rules["VSTHRD111"], ((AwaitExpressionSyntax)node.Node).Expression.GetLocation())),
            SyntaxKind.AwaitExpression);
        context.RegisterSyntaxNodeAction(
            static node =>
            {
                if (((InvocationExpressionSyntax)node.Node).Expression is MemberAccessExpressionSyntax { Name: var name })
                {
                    var rule = name.Identifier.ValueText switch { "ContinueWith" => "VSTHRD105", "Wait" => "VSTHRD103", _ => null };
                    if (rule is not null)
                    {
                        node.ReportDiagnostic(Diagnostic.Create(s_rules[rule], name.GetLocation()));
                    }
                }
            },
            SyntaxKind.InvocationExpression);
    }
}
