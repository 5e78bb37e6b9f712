namespace Durable.Testing;

/// <summary>In a unit test with a <see cref="TestWorkflowContext"/>: the body called <c>ContinueAsNewAsync</c>, which ends a real run's generation then and there.</summary>
/// <param name="input">What the next generation would be given.</param>
public sealed class ContinuedAsNewException(object? input) : Exception("The body continued as new.")
{
    /// <summary>What the next generation would be given.</summary>
    public object? Input { get; } = input;
}
