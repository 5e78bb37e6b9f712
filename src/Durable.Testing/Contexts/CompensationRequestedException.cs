namespace Durable.Testing;

/// <summary>In a unit test with a <see cref="TestWorkflowContext"/>: the body called <c>CompensateAsync</c>, which ends a real run then and there.</summary>
/// <param name="reason">The reason it gave.</param>
public sealed class CompensationRequestedException(string reason) : Exception($"The body asked for compensation: {reason}")
{
    /// <summary>The reason it gave.</summary>
    public string Reason { get; } = reason;
}
