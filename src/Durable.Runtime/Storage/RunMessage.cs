namespace Durable.Storage;

/// <summary>A message that one run's commit sends to a run's inbox.</summary>
/// <param name="RunId">Whom it is for; may be the sender itself. A run that does not exist or has ended gets nothing.</param>
/// <param name="Entry">What is sent. With an idempotency key that the receiver has seen before it is not stored again.</param>
public sealed record RunMessage(string RunId, InboxEntry Entry);
