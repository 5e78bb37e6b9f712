namespace Durable.Storage;

/// <summary>What a creation found.</summary>
/// <param name="Created">True when this call created the run, false when it existed.</param>
/// <param name="Run">The run's row, created or found.</param>
public readonly record struct CreateOutcome(bool Created, RunRow Run);
