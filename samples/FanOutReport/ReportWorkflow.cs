using Durable;

namespace FanOutReport;

/// <summary>Asks all stations, fifty at a time. A crash in the middle asks only those again that had not answered.</summary>
[Workflow("report")]
public partial class ReportWorkflow(Weather weather)
{
    public const int AtOnce = 50;

    private const int Step = 100;

    public async Task<Report> RunAsync(WorkflowContext ctx, int stations)
    {
        var done = 0;
        var readings = await ctx.ForEachAsync(
            Weather.Stations(stations),
            station => station,
            async station =>
            {
                var reading = await ReadAsync(station);
                if (++done % Step == 0)
                {
                    ctx.Emit("progress", done);
                }

                return reading;
            },
            maxConcurrency: AtOnce);

        return new Report(
            readings.Count,
            readings.MinBy(reading => reading.Lowest)!,
            readings.MaxBy(reading => reading.Highest)!,
            Math.Round(readings.Average(reading => (reading.Lowest + reading.Highest) / 2), 2));
    }

    [Step("read", RetryDelay = "50ms")]
    protected virtual Task<Reading> ReadAsync(string station, StepContext step = default) => weather.ReadAsync(station, step.Attempt);
}
