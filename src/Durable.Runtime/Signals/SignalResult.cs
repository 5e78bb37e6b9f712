namespace Durable;

/// <summary>What a wait with a time-out ended with.</summary>
/// <typeparam name="T">The signal's payload type.</typeparam>
/// <param name="Received">True when the signal came first, false when the time-out did.</param>
/// <param name="Value">The payload when <paramref name="Received"/> is true, otherwise the type's default.</param>
public readonly record struct SignalResult<T>(bool Received, T? Value);
