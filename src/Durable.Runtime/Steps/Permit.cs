namespace Durable.Steps;

/// <summary>A permit of a rate limit that was taken in advance.</summary>
/// <param name="Key">The limit's key.</param>
/// <param name="Until">When it may be used: UTC, in milliseconds since 1970.</param>
internal sealed record Permit(string Key, long Until);
