using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Durable.CodeFixes.Determinism;

/// <summary>The expression that a determinism rule reports a piece of.</summary>
/// <param name="Name">What names the member: <c>DateTime.Now</c>, <c>file.Delete</c>, <c>new Random()</c>.</param>
/// <param name="Call">The call, where it is one.</param>
internal sealed record UsedMember(ExpressionSyntax Name, InvocationExpressionSyntax? Call)
{
    public ExpressionSyntax Whole => Call ?? Name;

    /// <summary>What the member is taken of: <c>file</c> in <c>file.Delete()</c>.</summary>
    public ExpressionSyntax? Receiver => (Name as MemberAccessExpressionSyntax)?.Expression;

    /// <summary>Null behind a question mark, <c>file?.Delete()</c>: replacing half of that changes what happens to nothing.</summary>
    public static UsedMember? At(SyntaxNode node)
    {
        if (node.FirstAncestorOrSelf<ExpressionSyntax>() is not { } name)
        {
            return null;
        }

        while (name.Parent is MemberAccessExpressionSyntax access && access.Name == name)
        {
            name = access;
        }

        return name.Parent is MemberBindingExpressionSyntax
            ? null
            : new UsedMember(name, name.Parent is InvocationExpressionSyntax call && call.Expression == name ? call : null);
    }
}
