namespace Approval;

/// <summary>What somebody paid and wants back.</summary>
public sealed record Expense(string Employee, string What, decimal Amount);
