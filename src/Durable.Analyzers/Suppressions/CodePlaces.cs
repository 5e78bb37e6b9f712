using Durable.Analyzers.Shape;
using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Durable.Analyzers.Suppressions;

/// <summary>Tells what a node belongs to from the functions around it, innermost first.</summary>
/// <remarks>
/// A suppressor is asked for single reports, so it looks at declarations only: a function that takes a <c>WorkflowContext</c>, and what stands in a
/// workflow class without being a step, a compensator or a helper of theirs that takes a <c>StepContext</c>, is workflow code.
/// </remarks>
internal sealed class CodePlaces(DurableSymbols symbols, CancellationToken cancellationToken)
{
    private readonly Lazy<WorkflowIndex> _index = WorkflowIndex.For(symbols);

    public CodePlace Of(SyntaxNode node, SemanticModel model)
    {
        for (var current = node; current is not null; current = current.Parent)
        {
            var place = current switch
            {
                AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax => OfFunction(current, model),
                BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or BasePropertyDeclarationSyntax => OfMember(current, model),
                _ => null,
            };
            if (place is { } known)
            {
                return known;
            }
        }

        return CodePlace.Ordinary;
    }

    /// <summary>Whether a step of the method's class names it as what undoes it.</summary>
    public bool IsCompensator(IMethodSymbol method) => method.ContainingType is { } type && type.GetMembers().OfType<IMethodSymbol>().Any(step =>
        symbols.FindStep(step)?.NamedArguments.Any(argument => argument.Key == "Compensate" && Equals(argument.Value.Value, method.Name)) == true);

    public bool IsHandler(IMethodSymbol method) => Any(method, candidate =>
        DurableSymbols.Find(candidate, symbols.SignalHandlerAttribute) is not null
        || DurableSymbols.Find(candidate, symbols.QueryAttribute) is not null
        || DurableSymbols.Find(candidate, symbols.UpdateAttribute) is not null);

    public bool IsBody(IMethodSymbol method) => method.Name == WellKnownNames.RunAsync && IsWorkflow(method.ContainingType);

    private CodePlace? OfFunction(SyntaxNode function, SemanticModel model)
    {
        var symbol = (model.GetDeclaredSymbol(function, cancellationToken) ?? model.GetSymbolInfo(function, cancellationToken).Symbol) as IMethodSymbol;
        return symbol is null ? null
            : Takes(symbol, symbols.WorkflowContext) ? CodePlace.Workflow
            : Takes(symbol, symbols.StepContext) ? CodePlace.Step
            : null;
    }

    private CodePlace? OfMember(SyntaxNode declaration, SemanticModel model)
    {
        var symbol = model.GetDeclaredSymbol(declaration, cancellationToken);
        if (symbol is not IMethodSymbol method)
        {
            return symbol is IPropertySymbol property && IsWorkflow(property.ContainingType) ? CodePlace.Workflow : null;
        }

        if (Any(method, candidate => symbols.FindStep(candidate) is not null) || IsCompensator(method))
        {
            return CodePlace.Step;
        }

        return Takes(method, symbols.WorkflowContext) || (IsWorkflow(method.ContainingType) && !Takes(method, symbols.StepContext) && method.MethodKind != MethodKind.Constructor)
            ? CodePlace.Workflow
            : null;
    }

    private bool IsWorkflow(INamedTypeSymbol type) => symbols.FindWorkflow(type) is not null || _index.Value.IsBaseOfWorkflow(type);

    private static bool Takes(IMethodSymbol method, INamedTypeSymbol context) => method.Parameters.Any(parameter => DurableSymbols.Is(parameter.Type, context));

    // An override is what it overrides.
    private static bool Any(IMethodSymbol method, Func<IMethodSymbol, bool> condition)
    {
        for (var current = method; current is not null; current = current.OverriddenMethod)
        {
            if (condition(current))
            {
                return true;
            }
        }

        return false;
    }
}
