using System.Collections.Immutable;
using Durable.Shared;
using Durable.Shared.Shape;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.CodeFixes.Determinism;

/// <summary>Tells whether a call says the same as the body of an inline step: evaluated later, on another thread, as often as the step is tried.</summary>
/// <remarks>
/// Where it is awaited on the spot, the workflow waits meanwhile, so only what it does counts: nothing may be set, and nothing asked of the context, by itself or
/// through a member of the class. Where it is not, the workflow goes on beside it, so that it must be made of nothing but what never changes.
/// </remarks>
internal sealed class StepText(SemanticModel model, INamedTypeSymbol home, DurableSymbols symbols, CancellationToken cancellationToken)
{
    public bool KeepsMeaning(InvocationExpressionSyntax call, bool isAwaited)
    {
        if (call.DescendantNodes().Any(SetsOrDeclares) || model.GetOperation(call, cancellationToken) is not { } operation)
        {
            return false;
        }

        var parts = operation.Descendants().ToImmutableArray();
        return !parts.Any(IsOfTheRun) && !parts.Any(IsBoundToItsPlace) && (isAwaited || parts.All(IsSettled));
    }

    /// <summary>A name for the step's own parameter that nothing in the call is called.</summary>
    public static string ParameterName(InvocationExpressionSyntax call)
    {
        var used = new HashSet<string>(
            call.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken)).Select(static token => token.ValueText), StringComparer.Ordinal);
        var name = "_";
        for (var number = 1; used.Contains(name); number++)
        {
            name = number == 1 ? "step" : $"step{number.ToText()}";
        }

        return name;
    }

    private static bool SetsOrDeclares(SyntaxNode node) => node
        is AwaitExpressionSyntax or DeclarationExpressionSyntax or DeclarationPatternSyntax or VarPatternSyntax or AssignmentExpressionSyntax or BaseExpressionSyntax
        or ArgumentSyntax { RefKindKeyword.RawKind: not (int)SyntaxKind.None }
        || Changes(node);

    private static bool Changes(SyntaxNode node) => node is PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax
        && node.Kind() is SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression or SyntaxKind.PostIncrementExpression or SyntaxKind.PostDecrementExpression;

    // The context and what it hands out, but for what it only tells; members of the class and functions around, which may set the run's state or ask the context.
    private bool IsOfTheRun(IOperation part) => part switch
    {
        IInvocationOperation { TargetMethod: var method } => IsOfTheRun(method),
        IMethodReferenceOperation { Method: var method } => IsOfTheRun(method),
        IPropertyReferenceOperation { Property: var property } when property.Name == "Metadata" || (IsOwn(property) && Acts(property)) => true,
        _ => DurableSymbols.Is(part.Type, symbols.WorkflowContext) && part.Parent is not IPropertyReferenceOperation,
    };

    private bool IsOfTheRun(IMethodSymbol method) =>
        method.MethodKind is MethodKind.LocalFunction or MethodKind.DelegateInvoke
        || IsOwn(method)
        || DurableSymbols.Is(method.ContainingType, symbols.WorkflowContext)
        || symbols.FindStep(method) is not null
        || (method.ContainingType.Name == "ChildRun" && SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, symbols.WorkflowContext.ContainingAssembly));

    private bool IsOwn(ISymbol member)
    {
        for (var current = member.IsStatic ? null : home; current is not null && current.SpecialType == SpecialType.None; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, member.ContainingType.OriginalDefinition))
            {
                return true;
            }
        }

        return false;
    }

    private bool Acts(IPropertySymbol property) => property.DeclaringSyntaxReferences.Any(part => part.GetSyntax(cancellationToken).DescendantNodes().Any(static node =>
        node is InvocationExpressionSyntax or AssignmentExpressionSyntax || Changes(node)));

    // Functions hold no references, and those of a struct not its instance.
    private static bool IsBoundToItsPlace(IOperation part) => part switch
    {
        IParameterReferenceOperation { Parameter: var parameter } => parameter.RefKind != RefKind.None || parameter.Type.IsRefLikeType,
        ILocalReferenceOperation { Local: var local } => local.IsRef || local.Type.IsRefLikeType,
        IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance, Type: var type } => type?.IsValueType == true,
        _ => false,
    };

    private bool IsSettled(IOperation part) => part switch
    {
        IInvocationOperation { TargetMethod.ContainingType: var type } => IsPlainValue(type),
        IPropertyReferenceOperation { Property: var property } => IsPlainValue(property.ContainingType) || IsPlainData(property)
            || DurableSymbols.Is(property.ContainingType, symbols.WorkflowContext),
        IFieldReferenceOperation { Field: var field } => field.IsReadOnly || field.IsConst,
        ILocalReferenceOperation { Local: var local } => !IsSet(local),
        IParameterReferenceOperation { Parameter: var parameter } => !IsSet(parameter),
        IArrayElementReferenceOperation or IImplicitIndexerReferenceOperation or IEventReferenceOperation => false,
        IDynamicInvocationOperation or IDynamicMemberReferenceOperation or IDynamicIndexerAccessOperation => false,
        _ => true,
    };

    private static bool IsPlainValue(INamedTypeSymbol type) =>
        (type.IsValueType || type.SpecialType == SpecialType.System_String) && type.ContainingNamespace is { Name: "System", ContainingNamespace.IsGlobalNamespace: true };

    // Set once, where its object is made.
    private static bool IsPlainData(IPropertySymbol property) =>
        property.SetMethod is { IsInitOnly: true }
        || (property.SetMethod is null && property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property)));

    private bool IsSet(ISymbol variable) => Scopes(variable)
        .SelectMany(static scope => scope.DescendantNodes().OfType<IdentifierNameSyntax>())
        .Any(name => name.Identifier.ValueText == variable.Name && SymbolUses.IsWritten(name)
            && SymbolEqualityComparer.Default.Equals(model.Compilation.GetSemanticModel(name.SyntaxTree).GetSymbolInfo(name, cancellationToken).Symbol, variable));

    // A primary constructor's parameter belongs to the type.
    private IEnumerable<SyntaxNode> Scopes(ISymbol variable) => variable.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor
        ? constructor.ContainingType.DeclaringSyntaxReferences.Select(part => part.GetSyntax(cancellationToken))
        : variable.DeclaringSyntaxReferences.Select(part => (SyntaxNode?)part.GetSyntax(cancellationToken).FirstAncestorOrSelf<MemberDeclarationSyntax>()).OfType<SyntaxNode>();
}
