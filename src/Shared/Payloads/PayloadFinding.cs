namespace Durable.Shared.Payloads;

/// <summary>A problem of one type, before it is known on which path the type is reached.</summary>
/// <param name="Kind">Which rule it belongs to.</param>
/// <param name="Reason">As in <see cref="PayloadProblem.Reason"/>.</param>
/// <param name="Member">The member at fault; null when it is the type as a whole.</param>
/// <param name="MemberType">The member's type, as the path shows it.</param>
internal sealed record PayloadFinding(PayloadProblemKind Kind, string Reason, string? Member = null, string? MemberType = null);
