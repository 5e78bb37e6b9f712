namespace Durable;

/// <summary>One of the answers that a question offers.</summary>
/// <param name="Value">What the answer is.</param>
/// <param name="Label">What is shown; null to show the value.</param>
public sealed record AskChoice(string Value, string? Label = null);
