using Durable;

namespace OrderSaga.Reporting;

/// <summary>What became of one order, as the journal and the ledger tell it.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Lines">Its size.</param>
/// <param name="Total">What it costs.</param>
/// <param name="Status">How its run stands; null when there is none.</param>
/// <param name="StepsRun">Calls the services got for it, repeated and refused ones included.</param>
/// <param name="StepsReplayed">Recorded results that a restarted process took from the journal instead of calling a service.</param>
/// <param name="CallsRepeated">Calls that had taken effect before a kill, so that the service only repeated its answer.</param>
/// <param name="Charges">How often its card was charged.</param>
/// <param name="Refunds">How often the charge was given back.</param>
/// <param name="Why">The kind of error that kept it from being fulfilled.</param>
/// <param name="Disagreements">Where ledger and journal, or ledger and order, tell different stories.</param>
internal sealed record OrderReport(
    string OrderId,
    int Lines,
    decimal Total,
    RunStatus? Status,
    int StepsRun,
    int StepsReplayed,
    int CallsRepeated,
    int Charges,
    int Refunds,
    string? Why,
    IReadOnlyList<string> Disagreements);
