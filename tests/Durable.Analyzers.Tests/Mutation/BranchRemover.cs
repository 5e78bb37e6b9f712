using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Durable.Analyzers.Tests.Mutation;

/// <summary>Puts a switch beside every branch of a file: an arm or case that never matches, a condition that is never met, an operand that does not count.</summary>
/// <remarks>All mutants are compiled at once; which one lives is decided while they run. A site that cannot be compiled this way is left as it is.</remarks>
internal sealed class BranchRemover(string file, SyntaxTree tree, List<Site> sites, ISet<(string File, int Start, string Kind)> skipped) : CSharpSyntaxRewriter
{
    public override SyntaxNode? VisitIfStatement(IfStatementSyntax node)
    {
        var visited = (IfStatementSyntax)base.VisitIfStatement(node)!;
        return visited.WithCondition(Never(node.Condition, visited.Condition, "if"));
    }

    public override SyntaxNode? VisitConditionalExpression(ConditionalExpressionSyntax node)
    {
        var visited = (ConditionalExpressionSyntax)base.VisitConditionalExpression(node)!;
        return visited.WithCondition(Never(node.Condition, visited.Condition, "?:"));
    }

    public override SyntaxNode? VisitBinaryExpression(BinaryExpressionSyntax node)
    {
        var visited = (BinaryExpressionSyntax)base.VisitBinaryExpression(node)!;
        return node.Kind() switch
        {
            SyntaxKind.LogicalAndExpression => visited.Update(
                Always(node.Left, visited.Left, "left of &&"), visited.OperatorToken, Always(node.Right, visited.Right, "right of &&")),
            SyntaxKind.LogicalOrExpression => visited.Update(
                Never(node.Left, visited.Left, "left of ||"), visited.OperatorToken, Never(node.Right, visited.Right, "right of ||")),
            _ => visited,
        };
    }

    public override SyntaxNode? VisitSwitchExpressionArm(SwitchExpressionArmSyntax node)
    {
        var visited = (SwitchExpressionArmSyntax)base.VisitSwitchExpressionArm(node)!;
        return node.Pattern is DiscardPatternSyntax ? visited
            : TryAdd(node, "arm", node.Pattern.ToString()) is not { } number ? visited
            : visited.WithWhenClause(When(visited.WhenClause, number));
    }

    public override SyntaxNode? VisitCasePatternSwitchLabel(CasePatternSwitchLabelSyntax node)
    {
        var visited = (CasePatternSwitchLabelSyntax)base.VisitCasePatternSwitchLabel(node)!;
        return TryAdd(node, "case", node.Pattern.ToString()) is { } number ? visited.WithWhenClause(When(visited.WhenClause, number)) : visited;
    }

    public override SyntaxNode? VisitCaseSwitchLabel(CaseSwitchLabelSyntax node) => TryAdd(node, "case", node.Value.ToString()) is { } number
        ? SyntaxFactory.CasePatternSwitchLabel(SyntaxFactory.ConstantPattern(node.Value.WithLeadingTrivia(SyntaxFactory.Space)), When(null, number), node.ColonToken)
            .WithLeadingTrivia(node.GetLeadingTrivia())
        : node;

    private ExpressionSyntax Never(ExpressionSyntax original, ExpressionSyntax condition, string kind) =>
        TryAdd(original, kind, original.ToString()) is { } number ? SyntaxFactory.ParseExpression($"(({condition.ToFullString()}) && !{Call(number)})") : condition;

    private ExpressionSyntax Always(ExpressionSyntax original, ExpressionSyntax condition, string kind) =>
        Declares(original) || TryAdd(original, kind, original.ToString()) is not { } number
            ? condition
            : SyntaxFactory.ParseExpression($"(({condition.ToFullString()}) || {Call(number)})");

    // What it declares would not be assigned.
    private static bool Declares(ExpressionSyntax condition) =>
        condition.DescendantNodesAndSelf().Any(static node => node is SingleVariableDesignationSyntax or DeclarationExpressionSyntax);

    private static WhenClauseSyntax When(WhenClauseSyntax? old, int number) => SyntaxFactory.WhenClause(
        SyntaxFactory.Token(SyntaxKind.WhenKeyword).WithLeadingTrivia(SyntaxFactory.Space).WithTrailingTrivia(SyntaxFactory.Space),
        SyntaxFactory.ParseExpression(old is null ? $"!{Call(number)} " : $"({old.Condition.ToFullString()}) && !{Call(number)} "));

    private static string Call(int number) => $"global::Durable.Mutation.Mutant.Is({number})";

    private int? TryAdd(SyntaxNode node, string kind, string code)
    {
        if (skipped.Contains((file, node.SpanStart, kind)))
        {
            return null;
        }

        var number = sites.Count + 1;
        var line = tree.GetLineSpan(node.Span).StartLinePosition.Line + 1;
        sites.Add(new Site(number, file, line, $"{kind}: {string.Join(' ', code.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))}") { Start = node.SpanStart, Kind = kind });
        return number;
    }
}
