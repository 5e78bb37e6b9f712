using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Durable.Shared.Shape;

/// <summary>Finds waits for signals that a handler takes (DUR1014): such a wait would never end.</summary>
internal sealed class HandledSignals(INamedTypeSymbol owner, DurableSymbols symbols, ProblemSink problems, CancellationToken cancellationToken)
{
    private const string Wait = "WaitForSignalAsync";

    public void CheckWaits(IEnumerable<HandlerShape> handlers)
    {
        var handled = handlers.Where(static handler => handler.Signal is not null).ToList();
        if (handled.Count == 0)
        {
            return;
        }

        for (var type = owner; type is not null; type = type.BaseType)
        {
            foreach (var part in type.DeclaringSyntaxReferences)
            {
                CheckPart(part.GetSyntax(cancellationToken), handled);
            }
        }
    }

    private void CheckPart(SyntaxNode part, List<HandlerShape> handled)
    {
        if (!symbols.Compilation.ContainsSyntaxTree(part.SyntaxTree))
        {
            return;
        }

        var model = symbols.Compilation.GetSemanticModel(part.SyntaxTree);
        foreach (var call in part.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            // Names first: asking what a call means is what costs.
            if (NameOf(call.Expression) != Wait
                || call.ArgumentList.Arguments.FirstOrDefault(static argument => argument.NameColon is null or { Name.Identifier.ValueText: "signal" }) is not { } argument
                || model.GetSymbolInfo(argument.Expression, cancellationToken).Symbol is not IFieldSymbol field
                || handled.Find(handler => SymbolEqualityComparer.Default.Equals(handler.Signal!.Field, field)) is not { } handler
                || model.GetSymbolInfo(call, cancellationToken).Symbol is not IMethodSymbol method
                || !DurableSymbols.Is(method.ContainingType, symbols.WorkflowContext))
            {
                continue;
            }

            problems.Add(
                RuleIds.SignalHandledAndWaitedFor,
                argument.Expression.GetLocation(),
                Places.OfIdentifier(handler.Method),
                properties: null,
                field.Name,
                handler.Method.Name);
        }
    }

    private static string? NameOf(ExpressionSyntax called) => called switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        _ => null,
    };
}
