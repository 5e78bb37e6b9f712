using Durable;
using OrderSaga.Orders;
using OrderSaga.Services;

namespace OrderSaga.Reporting;

/// <summary>Compares what the engine recorded with what the outside world saw.</summary>
internal sealed class Audit(DurableClient client, IReadOnlyList<LedgerEntry> ledger, IReadOnlyList<ProcessStart> processes)
{
    private readonly ILookup<string, LedgerEntry> _ledger = ledger.ToLookup(entry => entry.OrderId, StringComparer.Ordinal);

    public async Task<IReadOnlyList<OrderReport>> CheckAsync(OrderBook book, CancellationToken cancellationToken)
    {
        var reports = new List<OrderReport>();
        foreach (var order in book.Orders)
        {
            reports.Add(await CheckAsync(order, cancellationToken));
        }

        return reports;
    }

    private async Task<OrderReport> CheckAsync(Order order, CancellationToken cancellationToken)
    {
        var calls = _ledger[order.Id].ToList();
        var run = await client.GetAsync(order.Id, cancellationToken);
        var steps = run is null ? [] : await StepsOf(order.Id, cancellationToken);
        var effects = calls.Where(call => call.Outcome == LedgerOutcome.Done).ToList();

        return new OrderReport(
            order.Id,
            order.Lines.Count,
            order.GetTotal(),
            run?.Status,
            StepsRun: calls.Count,
            StepsReplayed: run is null ? 0 : Replayed(run, steps),
            CallsRepeated: calls.Count(call => call.Outcome == LedgerOutcome.Repeated),
            Charges: effects.Count(call => call.Action == "charge"),
            Refunds: effects.Count(call => call.Action == "refund"),
            Why(run?.Error),
            [.. run is null ? ["no run was started"] : Disagreements(order, run, steps, effects)]);
    }

    // What the service objected to, where a step failed for good because of it.
    private static string? Why(ErrorInfo? error) => (error?.Cause ?? error)?.Kind;

    private async Task<List<HistoryRecord>> StepsOf(string runId, CancellationToken cancellationToken)
    {
        var steps = new List<HistoryRecord>();
        await foreach (var record in client.ReadHistoryAsync(runId, cancellationToken))
        {
            if (record.Kind == "step")
            {
                steps.Add(record);
            }
        }

        return steps;
    }

    // A process that finds a run unfinished feeds its body everything that was recorded before.
    private int Replayed(RunInfo run, List<HistoryRecord> steps) =>
        processes
            .Where(process => run.CreatedAt < process.At && (run.EndedAt is not { } end || end > process.At))
            .Sum(process => steps.Count(step => step.Timestamp < process.At));

    private static IEnumerable<string> Disagreements(Order order, RunInfo run, List<HistoryRecord> steps, List<LedgerEntry> effects)
    {
        if (!run.IsFinished)
        {
            yield return $"its run is {run.Status}: {run.Reason}";
            yield break;
        }

        var recorded = steps.Select(step => step.OperationId!)
            .Concat(run.Compensations.Where(report => report.Succeeded).Select(report => $"{report.StepId}#undo"))
            .ToHashSet(StringComparer.Ordinal);
        foreach (var step in effects.GroupBy(call => call.Step, StringComparer.Ordinal))
        {
            if (step.Count() > 1)
            {
                yield return $"'{step.Key}' took effect {step.Count()} times";
            }

            if (!recorded.Remove(step.Key))
            {
                yield return $"'{step.Key}' took effect and is not in the journal";
            }
        }

        foreach (var step in recorded)
        {
            yield return $"'{step}' is in the journal and never took effect";
        }

        foreach (var disagreement in run.Status == RunStatus.Completed ? Unfulfilled(order, effects) : NotUndone(effects))
        {
            yield return disagreement;
        }
    }

    private static IEnumerable<string> Unfulfilled(Order order, List<LedgerEntry> effects)
    {
        var paid = Sum(effects, "charge") - Sum(effects, "refund");
        if (paid != order.GetTotal())
        {
            yield return $"{paid:0.00} was charged, not {order.GetTotal():0.00}";
        }

        if (effects.Count(call => call.Action == "ship") is not 1 and var parcels)
        {
            yield return $"it was shipped {parcels} times";
        }

        var wanted = order.Lines.Sum(line => line.Quantity);
        if (Pieces(effects, "reserve") - Pieces(effects, "release") is var reserved && reserved != wanted)
        {
            yield return $"{reserved} pieces are reserved, not {wanted}";
        }
    }

    private static IEnumerable<string> NotUndone(List<LedgerEntry> effects)
    {
        if (Sum(effects, "charge") - Sum(effects, "refund") is not 0 and var kept)
        {
            yield return $"{kept:0.00} was not given back";
        }

        if (Pieces(effects, "reserve") - Pieces(effects, "release") is not 0 and var reserved)
        {
            yield return $"{reserved} pieces are still reserved";
        }

        if (effects.Any(call => call.Action == "ship"))
        {
            yield return "it was shipped all the same";
        }
    }

    private static decimal Sum(List<LedgerEntry> effects, string action) => effects.Where(call => call.Action == action).Sum(call => call.Amount!.Value);

    private static int Pieces(List<LedgerEntry> effects, string action) => effects.Where(call => call.Action == action).Sum(call => call.Quantity!.Value);
}
