namespace Durable.Shared.Payloads;

/// <summary>One reason why a payload cannot be written and read back.</summary>
/// <param name="Kind">Which rule it belongs to.</param>
/// <param name="Path">From the payload to the culprit and its type: <c>Order.Lines[].Tag : object</c>; the type alone when it is the payload itself.</param>
/// <param name="Reason">A clause that continues "…, because": what is wrong and what to write instead.</param>
internal sealed record PayloadProblem(PayloadProblemKind Kind, string Path, string Reason);
