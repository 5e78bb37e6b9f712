namespace Durable.Storage;

/// <summary>One journal record as stores see it: a position and bytes they keep and never look into.</summary>
/// <param name="Position">From 1, without gaps within a generation.</param>
/// <param name="Utf8">One JSON object in UTF-8, on one line. A store may keep this memory: whoever passes it in does not change it afterwards.</param>
public readonly record struct JournalEntry(int Position, ReadOnlyMemory<byte> Utf8);
