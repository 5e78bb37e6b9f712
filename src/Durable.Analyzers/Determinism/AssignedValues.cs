using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Durable.Analyzers.Determinism;

/// <summary>What the constructors of a type give one of its fields or properties: who reads the member runs into that.</summary>
internal static class AssignedValues
{
    public static IEnumerable<SyntaxNode> Of(ISymbol member, WorkflowCode code, CancellationToken cancellationToken)
    {
        var constructors = member.IsStatic ? member.ContainingType.StaticConstructors : member.ContainingType.InstanceConstructors;
        foreach (var reference in constructors.SelectMany(static constructor => constructor.DeclaringSyntaxReferences))
        {
            if (reference.GetSyntax(cancellationToken) is ConstructorDeclarationSyntax constructor)
            {
                foreach (var assignment in constructor.DescendantNodes().OfType<AssignmentExpressionSyntax>())
                {
                    if (NameOf(assignment.Left) == member.Name
                        && SymbolEqualityComparer.Default.Equals(code.ModelOf(assignment.SyntaxTree).GetSymbolInfo(assignment.Left, cancellationToken).Symbol, member))
                    {
                        yield return assignment.Right;
                    }
                }
            }
        }
    }

    // Rules out most assignments before anything is bound.
    private static string? NameOf(ExpressionSyntax target) => target switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: var name } => name.Identifier.ValueText,
        _ => null,
    };
}
