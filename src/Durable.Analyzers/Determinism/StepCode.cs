using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism;

/// <summary>Code that is recorded as a step, and so free to do anything: it is no workflow code.</summary>
internal static class StepCode
{
    public static bool IsStep(ISymbol member, DurableSymbols symbols)
    {
        for (var method = member as IMethodSymbol; method is not null; method = method.OverriddenMethod)
        {
            if (symbols.FindStep(method.OriginalDefinition) is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Notes what a step must not do: ask for a step, or for something else that is the body's (DUR0019).</summary>
    public static void CheckDurableUse(MemberUse use, BodyContext body)
    {
        if (use.Member is IMethodSymbol method
            && DurableMembers.Is(method, body.Symbols)
            && use.Syntax is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: BaseExpressionSyntax } })
        {
            body.Report(RuleIds.DurableInStep, use.Syntax, method);
        }
    }

    /// <summary>Whether code is given a context or what that hands out, and so can ask it.</summary>
    public static bool TakesContext(ISymbol body, DurableSymbols symbols) =>
        body is IMethodSymbol method && method.Parameters.Any(parameter => DurableMembers.AreOf(parameter.Type, symbols));

    /// <summary>Whether an argument is the delegate of an inline step, or the source of a recorded stream.</summary>
    public static bool IsGiven(IArgumentOperation argument, BodyContext body) =>
        argument is { Parent: IInvocationOperation { TargetMethod: { Name: "StepAsync" or "StreamAsync" } method }, Parameter.Type: { } type }
        && DurableSymbols.Is(method.ContainingType, body.Symbols.WorkflowContext)
        && IsSource(type);

    /// <summary>Whether a variable holds nothing but what steps are given.</summary>
    public static bool IsOnlyGiven(ILocalSymbol local, BodyContext body)
    {
        if (!IsSource(local.Type))
        {
            return false; // Most variables hold something else; only the others are looked for in the whole body.
        }

        var references = body.Root.Descendants()
            .OfType<ILocalReferenceOperation>()
            .Where(reference => SymbolEqualityComparer.Default.Equals(reference.Local, local))
            .ToList();
        return references.Count > 0 && references.All(reference => FindArgument(reference) is { } argument && IsGiven(argument, body));
    }

    private static IArgumentOperation? FindArgument(IOperation value)
    {
        var parent = value.Parent;
        while (parent is IConversionOperation or IDelegateCreationOperation)
        {
            parent = parent.Parent;
        }

        return parent as IArgumentOperation;
    }

    private static bool IsSource(ITypeSymbol type) =>
        type.TypeKind == TypeKind.Delegate || type.OriginalDefinition.MetadataName == "IAsyncEnumerable`1";
}
