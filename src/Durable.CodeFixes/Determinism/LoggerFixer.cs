using System.Collections.Immutable;
using System.Composition;
using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Durable.CodeFixes.Determinism;

/// <summary>Writes to the run's logger, which is silent on replay (DUR0016).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LoggerFixer)), Shared]
internal sealed class LoggerFixer : DocumentFixer
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.Logger);

    protected override Fix? TryFix(SyntaxNode node, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (UsedMember.At(node)?.Name is not { } logger
            || model.GetTypeInfo(logger, cancellationToken).Type is null
            || !IsPlainLogger(WantedAt(logger, model, cancellationToken))
            || ContextPlan.At(logger, model, cancellationToken) is not { } context)
        {
            return null;
        }

        return Replacement.Of(logger, context, "{0}.Logger", "its category is the workflow's");
    }

    // The context's logger has no category type, so it fits where any logger does.
    private static ITypeSymbol? WantedAt(ExpressionSyntax logger, SemanticModel model, CancellationToken cancellationToken) => logger.Parent switch
    {
        MemberAccessExpressionSyntax access when access.Expression == logger => model.GetSymbolInfo(access, cancellationToken).Symbol switch
        {
            IMethodSymbol { ReducedFrom: { } extension } => extension.Parameters[0].Type,
            IMethodSymbol method => method.ContainingType,
            _ => null,
        },
        ArgumentSyntax => model.GetTypeInfo(logger, cancellationToken).ConvertedType,
        _ => null,
    };

    private static bool IsPlainLogger(ITypeSymbol? type) => type is INamedTypeSymbol
    {
        Name: "ILogger", Arity: 0, ContainingNamespace: { Name: "Logging", ContainingNamespace: { Name: "Extensions", ContainingNamespace.Name: "Microsoft" } },
    };
}
