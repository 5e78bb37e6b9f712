namespace Durable.Crash.Child.Commands;

/// <summary>How a run ended, as one line of text that two runs of the same workload can be compared by.</summary>
internal static class Outcome
{
    public static async Task<string> OfAsync(Task<string> result)
    {
        try
        {
            return Text(RunStatus.Completed, await result, []);
        }
        catch (RunFailedException failure)
        {
            return Text(failure.Status, failure.Error.Message, failure.Compensations);
        }
    }

    private static string Text(RunStatus status, string text, IEnumerable<CompensationReport> reports) =>
        string.Join("; ", [$"{status}", text, .. reports.Select(report => $"{report.StepId} {(report.Succeeded ? "undone" : "not undone")}")]);
}
