namespace Approval;

/// <summary>How a request for money ended.</summary>
public sealed record Decision(bool Paid, string Reason, string? Transfer = null);
