namespace Durable.Storage;

/// <summary>The right to write a run's journal: an argument of every write, checked with it.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Token">The fencing token: strictly rising per run over all claims ever made, kept after release and restart.</param>
public readonly record struct RunLease(string RunId, long Token);
