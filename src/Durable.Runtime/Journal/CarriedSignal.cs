namespace Durable.Journal;

/// <summary>A signal that a generation took from the inbox and did not use.</summary>
internal readonly record struct CarriedSignal(string Name, ReadOnlyMemory<byte> Payload);
