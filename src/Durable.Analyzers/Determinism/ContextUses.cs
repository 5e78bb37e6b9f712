using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism;

/// <summary>Finds the calls of contexts that concern the workflow class.</summary>
internal static class ContextUses
{
    private const string Wait = "WaitForSignalAsync";

    /// <remarks>What a type parameter stands for is known to the caller only; nothing is said about it.</remarks>
    public static IEnumerable<ContextUse> On(IInvocationOperation call, BodyContext body)
    {
        var method = call.TargetMethod;
        if (!IsContext(method.ContainingType, body.Symbols))
        {
            yield break;
        }

        for (var i = 0; i < method.TypeParameters.Length; i++)
        {
            if (IsRecorded(method.OriginalDefinition.TypeParameters[i], body.Symbols) && !HasTypeParameter(method.TypeArguments[i]))
            {
                yield return new ContextUse(body.Owner, method, Place.Of(call.Syntax, method), method.TypeArguments[i], Awaited: null, IsNamed: false);
            }
        }

        if (method.Name == Wait
            && call.Arguments.FirstOrDefault(static argument => argument.Parameter?.Ordinal == 0)?.Value is { } signal
            && (FieldOf(signal) ?? FieldBehind(signal, body)) is { } field)
        {
            yield return new ContextUse(body.Owner, method, signal.Syntax.GetLocation(), Recorded: null, field, IsNamed: FieldOf(signal) is not null);
        }
    }

    /// <summary>Whether code can use a context: one is handed to it, or it stands in code that has one.</summary>
    public static bool AreIn(ISymbol body, DurableSymbols symbols) => body is IMethodSymbol method
        && (method.MethodKind == MethodKind.LocalFunction
            || StepCode.TakesContext(method, symbols)
            || method.Parameters.Any(parameter => DurableSymbols.Is(parameter.Type, symbols.StepContext)));

    private static bool IsContext(INamedTypeSymbol type, DurableSymbols symbols) =>
        DurableSymbols.Is(type, symbols.StepContext) || (DurableMembers.AreOf(type, symbols) && !DurableMembers.IsChild(type, symbols));

    private static bool IsRecorded(ITypeParameterSymbol parameter, DurableSymbols symbols) =>
        DurableSymbols.Find(parameter, symbols.RecordedAttribute) is not null;

    private static IFieldSymbol? FieldOf(IOperation signal) => signal is IFieldReferenceOperation { Field: var field } ? field : null;

    // Of 'var signal = Approved; await ctx.WaitForSignalAsync(signal);'.
    private static IFieldSymbol? FieldBehind(IOperation signal, BodyContext body) => signal is ILocalReferenceOperation { Local: var local }
        ? body.Root.Descendants().OfType<IVariableDeclaratorOperation>()
            .Where(declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, local))
            .Select(static declarator => declarator.Initializer is { Value: var value } ? FieldOf(value) : null)
            .FirstOrDefault()
        : null;

    private static bool HasTypeParameter(ITypeSymbol type) => type switch
    {
        ITypeParameterSymbol => true,
        IArrayTypeSymbol array => HasTypeParameter(array.ElementType),
        INamedTypeSymbol named => named.TypeArguments.Any(HasTypeParameter) || (named.ContainingType is { } outer && HasTypeParameter(outer)),
        _ => false,
    };
}
