namespace OrderSaga.Reporting;

/// <summary>A process began to work on the orders.</summary>
internal sealed record ProcessStart(DateTimeOffset At, int ProcessId);
