using System.Collections.Immutable;
using System.Composition;
using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.CodeFixes.Determinism;

/// <summary>Sleeps on a durable timer (DUR0004): <c>Task.Delay</c> anywhere, <c>Thread.Sleep</c> where it can be awaited.</summary>
/// <remarks>A wait without end is left to the author: it may mean a signal.</remarks>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TimerFixer)), Shared]
internal sealed class TimerFixer : DocumentFixer
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.Timer);

    protected override Fix? TryFix(SyntaxNode node, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (UsedMember.At(node) is not { Call: { } call }
            || model.GetOperation(call, cancellationToken) is not IInvocationOperation invocation
            || Arguments(invocation, TypeNameAt.Of("System", "TimeSpan", call, model)) is not { } arguments
            || ContextPlan.At(call, model, cancellationToken) is not { } context)
        {
            return null;
        }

        return (invocation.TargetMethod.ContainingType.Name, invocation.TargetMethod.Name) switch
        {
            ("Task", "Delay") => Replacement.Of(call, context, $"{{0}}.SleepAsync({arguments})"),
            ("Thread", "Sleep") when call.Parent is ExpressionStatementSyntax && AsyncPlace.Allows(call) => Replacement.Of(call, context, $"await {{0}}.SleepAsync({arguments})"),
            _ => null,
        };
    }

    private static string? Arguments(IInvocationOperation invocation, string timeSpan)
    {
        string? delay = null;
        var token = "";
        foreach (var argument in invocation.Arguments)
        {
            if (argument.ArgumentKind != ArgumentKind.Explicit)
            {
                continue;
            }

            var text = argument.Value.Syntax.WithoutTrivia().ToString();
            switch (argument.Parameter?.Type)
            {
                case { SpecialType: SpecialType.System_Int32 } when !IsEndless(argument.Value):
                    delay = $"{timeSpan}.FromMilliseconds({text})";
                    break;
                case { Name: "TimeSpan" } when !IsEndless(argument.Value):
                    delay = text;
                    break;
                case { Name: "CancellationToken" }:
                    token = $", {text}";
                    break;
            }
        }

        return delay is null ? null : delay + token;
    }

    private static bool IsEndless(IOperation value) =>
        value.ConstantValue is { HasValue: true, Value: < 0 }
        || value is IFieldReferenceOperation { Field: { Name: "InfiniteTimeSpan", ContainingType.Name: "Timeout" } };
}
