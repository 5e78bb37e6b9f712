using System.Diagnostics.CodeAnalysis;

namespace Durable;

/// <summary>On whose behalf a run works, and what it may do. Given with the start, recorded, and seen by the body, by every step and by children.</summary>
/// <remarks>The library enforces <see cref="Scopes"/> (<see cref="StepAttribute.RequiresScope"/>) and <see cref="SpendLimit"/>; the rest is for steps to heed.</remarks>
public sealed record Principal
{
    /// <summary>Makes a principal whose <see cref="Id"/> is set with the others.</summary>
    public Principal()
    {
    }

    /// <summary>Makes a principal.</summary>
    /// <param name="id">What <see cref="Id"/> returns.</param>
    [SetsRequiredMembers]
    public Principal(string id) => Id = id;

    /// <summary>Who it is: 1 to 200 printable characters.</summary>
    public required string Id { get; init; }

    /// <summary>The tenant it belongs to. Default null: that of the run, if the run has one; another one than the run's is refused.</summary>
    public string? Tenant { get; init; }

    /// <summary>What it may do, in words of the application: 1 to 200 printable characters each, compared exactly, at most 1,000. Default none.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Whether steps may send data out of the system on its behalf. Default true.</summary>
    public bool EgressAllowed { get; init; } = true;

    /// <summary>
    /// How much the run may spend, children and all generations included, in whatever unit the steps count with <see cref="StepContext.AddSpend"/>; not negative. Default null: no limit.
    /// A child gets what is left when it starts, and so does a step on another queue (<see cref="StepAttribute.Queue"/>).
    /// </summary>
    /// <remarks>
    /// Of several children or such steps at once none knows what the others spend, and what they spent counts when they have ended: <c>n</c> of them may together spend <c>n</c> times what was left. Steps
    /// on the run's own worker share one count.
    /// </remarks>
    public decimal? SpendLimit { get; init; }

    /// <summary>Whether <see cref="Scopes"/> has <paramref name="scope"/>.</summary>
    /// <param name="scope">Compared exactly.</param>
    public bool HasScope(string scope) => Scopes.Contains(scope, StringComparer.Ordinal);
}
