using Xunit.v3;

namespace Durable.Tests.Harness;

/// <summary>Names the required behaviour a test proves, such as <c>B-STEP-4</c>; <c>--filter-trait Behaviour=B-STEP-4</c> finds it.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
internal sealed class ProvesAttribute(string behaviour) : Attribute, ITraitAttribute
{
    public string Behaviour { get; } = behaviour;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Behaviour", Behaviour)];
}
