namespace Durable.Analyzers.Tests.Determinism.Carrying;

/// <summary>An edit that changes what code in other files means which does not name what is edited.</summary>
/// <param name="Way">How the code meets it.</param>
/// <param name="Before">The edited file: without a fault.</param>
/// <param name="After">The edited file afterwards: the workflow breaks a rule.</param>
/// <param name="Others">All other files but the workflow's, which calls <c>Helper.Do</c>.</param>
public sealed record Trap(string Way, string Before, string After, params string[] Others)
{
    public override string ToString() => Way;
}
