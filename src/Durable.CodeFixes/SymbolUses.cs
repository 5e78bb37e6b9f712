using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Durable.CodeFixes;

/// <summary>Where a field or property of the author's is used, as far as its compilation knows.</summary>
internal sealed class SymbolUses(ISymbol symbol, SemanticModel model, CancellationToken cancellationToken)
{
    /// <summary>Whether it is only ever read, and never through an instance that is not <c>this</c>; those that are go into the list.</summary>
    /// <remarks>In another file, <c>this.</c> is in the way as well: a fix of one document cannot remove it there.</remarks>
    public bool AreReads(List<MemberAccessExpressionSyntax> throughThis)
    {
        foreach (var name in Names())
        {
            var access = name.Parent is MemberAccessExpressionSyntax parent && parent.Name == name ? parent : null;
            var whole = (ExpressionSyntax?)access ?? name;
            if (IsWritten(whole) || name.Parent is MemberBindingExpressionSyntax or NameColonSyntax or ExpressionColonSyntax)
            {
                return false;
            }

            if (access is null || IsType(access.Expression))
            {
                continue;
            }

            if (access.Expression is not ThisExpressionSyntax || name.SyntaxTree != model.SyntaxTree)
            {
                return false;
            }

            throughThis.Add(access);
        }

        return true;
    }

    /// <summary>Whether an expression stands where it is given a value, also by reference.</summary>
    public static bool IsWritten(ExpressionSyntax use) => use.Parent switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left == use,
        ArgumentSyntax argument => argument.RefKindKeyword.IsKind(SyntaxKind.RefKeyword) || argument.RefKindKeyword.IsKind(SyntaxKind.OutKeyword)
            || argument.Parent is TupleExpressionSyntax { Parent: AssignmentExpressionSyntax outer } tuple && outer.Left == tuple,
        RefExpressionSyntax => true,
        PrefixUnaryExpressionSyntax change => change.Kind() is SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression or SyntaxKind.AddressOfExpression,
        PostfixUnaryExpressionSyntax change => change.Kind() is SyntaxKind.PostIncrementExpression or SyntaxKind.PostDecrementExpression,
        _ => false,
    };

    private IEnumerable<SimpleNameSyntax> Names()
    {
        foreach (var tree in model.Compilation.SyntaxTrees)
        {
            var own = tree == model.SyntaxTree ? model : model.Compilation.GetSemanticModel(tree);
            foreach (var name in tree.GetRoot(cancellationToken).DescendantNodes().OfType<SimpleNameSyntax>())
            {
                if (name.Identifier.ValueText == symbol.Name
                    && SymbolEqualityComparer.Default.Equals(own.GetSymbolInfo(name, cancellationToken).Symbol?.OriginalDefinition, symbol))
                {
                    yield return name;
                }
            }
        }
    }

    private bool IsType(ExpressionSyntax expression) =>
        model.Compilation.GetSemanticModel(expression.SyntaxTree).GetSymbolInfo(expression, cancellationToken).Symbol is INamedTypeSymbol;
}
