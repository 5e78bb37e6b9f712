namespace Approval;

/// <summary>What the house allows.</summary>
/// <param name="AnswerWithin">How long a question stands.</param>
public sealed record ApprovalPolicy(TimeSpan AnswerWithin);
