namespace Durable.Testing;

/// <summary>What <see cref="CrashEverywhere"/> has done.</summary>
/// <param name="Writes">What the fault-free play wrote, in order: starts, messages, commits, retries, deletions and artifacts, in words.</param>
/// <param name="Plays">How often the scenario was played with a crash.</param>
public sealed record CrashReport(IReadOnlyList<string> Writes, int Plays);
