namespace Durable.Storage;

/// <summary>A message to a run, before the store has given it a number.</summary>
/// <param name="Kind">What it is; the engine's own short name (<c>signal</c>, <c>cancel</c>, <c>terminate</c>).</param>
/// <param name="Name">The signal's name, where the kind has one.</param>
/// <param name="Payload">JSON in UTF-8, or empty.</param>
/// <param name="SentAt">When it was sent (UTC, kept in whole milliseconds).</param>
/// <param name="IdempotencyKey">Messages of one run with the same key are stored once; null for no such check.</param>
public sealed record InboxEntry(
    string Kind, string? Name, ReadOnlyMemory<byte> Payload, DateTimeOffset SentAt, string? IdempotencyKey = null);
