using System.Collections.Immutable;
using System.Composition;
using Durable.Shared;
using Durable.Shared.Payloads;
using Durable.Shared.Shape;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Durable.CodeFixes.Determinism;

/// <summary>Lets one call run as an inline step, so that its outcome is recorded.</summary>
/// <remarks>
/// It changes what the journal holds, so there is no Fix All. Offered where the result can be recorded, the call can be awaited, and nothing in it
/// would mean something else inside a function (<see cref="StepText"/>).
/// </remarks>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(WrapInStepFixer)), Shared]
internal sealed class WrapInStepFixer : DocumentFixer
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.ForeignAwait, RuleIds.InputOutput, RuleIds.InjectedService);

    protected override bool FixesAll => false;

    protected override Fix? TryFix(SyntaxNode node, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (UsedMember.At(node) is not { Call: { } call }
            || model.GetSymbolInfo(call, cancellationToken).Symbol is not IMethodSymbol method
            || DurableSymbols.TryCreate(model.Compilation) is not { } symbols
            || call.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type
            || model.GetDeclaredSymbol(type, cancellationToken) is not { } home
            || !new StepText(model, home, symbols, cancellationToken).KeepsMeaning(call, IsAwaited(call) || Awaitable.TryRead(method.ReturnType, symbols) is null)
            || ContextPlan.At(call, model, cancellationToken) is not { } context)
        {
            return null;
        }

        var id = StepIds.For(StableNames.ForStep(method.Name), home, symbols, cancellationToken);
        var start = $"{context.Name}.StepAsync(\"{id}\", {StepText.ParameterName(call)} => ";
        var task = TypeNameAt.Of("System.Threading.Tasks", "Task", call, model);
        if (Text(call, start, task, Awaitable.TryRead(method.ReturnType, symbols), method.ReturnType, new PayloadTypes(model.Compilation, home)) is not { } text)
        {
            return null;
        }

        return new Fix(
            $"Run '{method.Name}' as the step '{id}'{context.Note}",
            $"{call.SpanStart}",
            editor => editor.ReplaceNode(call, (current, _) => Replacement.Parse(text, (ExpressionSyntax)current)))
        {
            Needs = context.Needs,
        };
    }

    private static string? Text(InvocationExpressionSyntax call, string start, string task, Awaitable? awaitable, ITypeSymbol returned, PayloadTypes payloads)
    {
        var body = call.WithoutTrivia().ToString();
        switch (awaitable?.Kind)
        {
            case AwaitableKind.Task:
                return $"{start}{body})";
            case AwaitableKind.TaskOfT:
                return IsPayload(awaitable.Value.Result!, payloads) ? $"{start}{body})" : null;
            case AwaitableKind.ValueTask when call.Parent is AwaitExpressionSyntax:
                return $"{start}{body}.AsTask())";
            case AwaitableKind.ValueTaskOfT when call.Parent is AwaitExpressionSyntax:
                return IsPayload(awaitable.Value.Result!, payloads) ? $"{start}{body}.AsTask())" : null;
            case not null:
                return null;
        }

        if (!AsyncPlace.Allows(call))
        {
            return null;
        }

        if (returned.SpecialType == SpecialType.System_Void)
        {
            return call.Parent is ExpressionStatementSyntax ? $"await {start}{{ {body}; return {task}.CompletedTask; }})" : null;
        }

        if (!IsPayload(returned, payloads))
        {
            return null;
        }

        var text = $"await {start}{task}.FromResult({body}))";
        return call.Parent is MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or ConditionalAccessExpressionSyntax or PostfixUnaryExpressionSyntax
            ? $"({text})"
            : text;
    }

    private static bool IsPayload(ITypeSymbol type, PayloadTypes payloads) => payloads.FindProblems(type).IsEmpty;

    // Awaited as it is, or with a ConfigureAwait in between.
    private static bool IsAwaited(InvocationExpressionSyntax call) => call.Parent is AwaitExpressionSyntax
        || call.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax { Parent: AwaitExpressionSyntax } };
}
