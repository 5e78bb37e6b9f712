namespace Durable.Tests.Testing.Tours;

/// <summary>Which part of the <see cref="TourWorkflow"/> a run goes through.</summary>
/// <param name="Part">The part.</param>
/// <param name="Round">For parts with several generations: which one.</param>
internal sealed record Tour(string Part, int Round = 1);
