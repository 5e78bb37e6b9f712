namespace Durable.Storage;

/// <summary>A message in a run's inbox.</summary>
/// <param name="Sequence">From 1, rising without gaps per run, over all its generations.</param>
/// <param name="Entry">What was sent.</param>
public sealed record InboxMessage(long Sequence, InboxEntry Entry);
