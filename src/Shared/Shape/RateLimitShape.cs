using System.Collections.Immutable;

namespace Durable.Shared.Shape;

/// <summary>The rate limit of a step, parsed.</summary>
/// <param name="Key">What the key is made of, in order.</param>
/// <param name="Limit">Permits, from 1.</param>
/// <param name="Per">The time in which that many come back.</param>
/// <param name="OnLimit">What happens when there is none.</param>
internal sealed record RateLimitShape(ImmutableArray<RateLimitKeyPart> Key, int Limit, TimeSpan Per, OnLimitKind OnLimit);

/// <summary>A piece of a rate limit's key: text as it is, or a parameter.</summary>
/// <param name="Text">Empty for a parameter.</param>
/// <param name="Parameter">Null for text.</param>
internal sealed record RateLimitKeyPart(string Text, KeyPart? Parameter);
