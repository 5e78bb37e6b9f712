namespace Durable.Crash.Tests.Enumerating;

/// <summary>Something a caller was told, so that it must never be lost.</summary>
/// <param name="RunId">The run.</param>
/// <param name="What">What the caller had asked for.</param>
/// <param name="Answer">What it was told, where that is more than "done".</param>
internal sealed record Acknowledgement(string RunId, string What, string? Answer = null);
