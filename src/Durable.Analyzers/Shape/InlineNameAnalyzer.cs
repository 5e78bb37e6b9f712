using System.Collections.Immutable;
using Durable.Analyzers.Determinism;
using Durable.Shared;
using Durable.Shared.Shape;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Shape;

/// <summary>Reports names that a workflow's code gives to operations, and that stored data must not refer to (DUR1011): of inline steps, scopes, streams, events, checkpoints and patches.</summary>
/// <remarks>Only constants, in workflow classes and their bases. Nothing else is generated because of them, so they keep nothing from being generated.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class InlineNameAnalyzer : DurableAnalyzer
{
    // What each calls the name that it is given.
    private static readonly Dictionary<string, (string Parameter, string What)> s_named = new(StringComparer.Ordinal)
    {
        ["StepAsync"] = ("id", "step id"),
        ["StreamAsync"] = ("id", "stream id"),
        ["CheckpointAsync"] = ("id", "checkpoint id"),
        ["ScopeAsync"] = ("name", "scope name"),
        ["Emit"] = ("kind", "event kind"),
        ["Patched"] = ("change", "change name"),
    };

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.InvalidName);

    protected override void Register(CompilationStartAnalysisContext context, DurableSymbols symbols)
    {
        var index = WorkflowIndex.For(symbols);
        context.RegisterSymbolAction(symbol => Analyze(symbol, symbols, index), SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context, DurableSymbols symbols, Lazy<WorkflowIndex> index)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (symbols.FindWorkflow(type) is null && !index.Value.IsBaseOfWorkflow(type))
        {
            return;
        }

        var code = WorkflowCode.For(symbols, context.Options.AnalyzerConfigOptionsProvider);
        foreach (var part in type.DeclaringSyntaxReferences)
        {
            foreach (var call in part.GetSyntax(context.CancellationToken).DescendantNodes().OfType<InvocationExpressionSyntax>().Where(MayName))
            {
                if (code.ModelOf(call.SyntaxTree).GetOperation(call, context.CancellationToken) is IInvocationOperation invocation
                    && DurableSymbols.Is(invocation.TargetMethod.ContainingType, symbols.WorkflowContext))
                {
                    Check(invocation, context);
                }
            }
        }
    }

    // By what is written, so that nothing is bound for a name that is all right.
    private static bool MayName(InvocationExpressionSyntax call) =>
        call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } && s_named.ContainsKey(name)
        && call.ArgumentList.Arguments.Any(static argument => argument.Expression is not (AnonymousFunctionExpressionSyntax or LiteralExpressionSyntax { Token.Value: not string })
            && !(argument.Expression is LiteralExpressionSyntax { Token.Value: string text } && StableNames.IsValid(text)));

    private static void Check(IInvocationOperation call, SymbolAnalysisContext context)
    {
        var (parameter, what) = s_named[call.TargetMethod.Name];
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Name == parameter && argument.Value.ConstantValue is { HasValue: true, Value: string name } && StableNames.Explain(name) is { } reason)
            {
                context.ReportDiagnostic(Diagnostic.Create(Descriptors.InvalidName, argument.Value.Syntax.GetLocation(), what, NameCheck.Shorten(name), reason));
            }
        }
    }
}
