using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Durable.Analyzers.Determinism;

/// <summary>What is assigned in a piece of code, as it is written: <c>a = 1</c>, <c>var a = 1</c>, and the parts of <c>(a, b) = (1, 2)</c> one by one.</summary>
internal static class Assignments
{
    /// <summary>Each target, an expression or a declaration, with its value; of what is taken apart, the whole value.</summary>
    public static IEnumerable<(SyntaxNode Target, ExpressionSyntax Value)> In(SyntaxNode code) => code.DescendantNodes().SelectMany(static node => node switch
    {
        AssignmentExpressionSyntax assignment => Pairs(assignment.Left, assignment.Right),
        VariableDeclaratorSyntax { Initializer: { } initializer } declarator => [(declarator, initializer.Value)],
        _ => [],
    });

    /// <summary>The name of a variable, or of a member of the object itself; null for anything else.</summary>
    public static string? NameOf(SyntaxNode target) => target switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: var name } => name.Identifier.ValueText,
        VariableDeclaratorSyntax declarator => declarator.Identifier.ValueText,
        SingleVariableDesignationSyntax variable => variable.Identifier.ValueText,
        _ => null,
    };

    private static IEnumerable<(SyntaxNode Target, ExpressionSyntax Value)> Pairs(SyntaxNode target, ExpressionSyntax value)
    {
        IReadOnlyList<SyntaxNode>? targets = target switch
        {
            DeclarationExpressionSyntax declaration => [declaration.Designation],
            ParenthesizedVariableDesignationSyntax several => several.Variables,
            TupleExpressionSyntax tuple => [.. tuple.Arguments.Select(static argument => argument.Expression)],
            _ => null,
        };
        if (targets is null)
        {
            return [(target, value)];
        }

        return target is not DeclarationExpressionSyntax && value is TupleExpressionSyntax values && values.Arguments.Count == targets.Count
            ? targets.Zip(values.Arguments, static (part, argument) => Pairs(part, argument.Expression)).SelectMany(static pairs => pairs)
            : targets.SelectMany(part => Pairs(part, value));
    }
}
