using Durable.Schedules;
using Durable.Steps;
using Durable.Storage;
using Microsoft.Extensions.Logging;

namespace Durable.Execution;

/// <summary>Deletes, now and then, the runs that ended longer ago than their workflow keeps them.</summary>
internal static class RetentionSweep
{
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_shortest = TimeSpan.FromMinutes(1);

    /// <summary>How often to look: a tenth of the shortest retention, but not more than once a minute nor less than once an hour; null where everything is kept.</summary>
    public static TimeSpan? PeriodFor(IEnumerable<WorkflowDefinition> workflows)
    {
        var shortest = workflows.Min(static workflow => workflow.Retention);
        return shortest is { } retention ? TimeSpan.FromTicks(Math.Clamp(retention.Ticks / 10, s_shortest.Ticks, s_longest.Ticks)) : null;
    }

    /// <param name="services">What the worker shares.</param>
    /// <param name="logger">The worker's.</param>
    /// <param name="cancellationToken">The worker stops.</param>
    public static async Task RunAsync(WorkerServices services, ILogger logger, CancellationToken cancellationToken)
    {
        if (PeriodFor(services.Workflows.All) is not { } period)
        {
            return;
        }

        using var timer = new PeriodicTimer(period, services.Time);
        try
        {
            // At once, too: a process may not live as long as a period.
            do
            {
                await SweepAsync(services, logger, cancellationToken).ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The rest is deleted another time.
        }
    }

    private static async Task SweepAsync(WorkerServices services, ILogger logger, CancellationToken cancellationToken)
    {
        foreach (var workflow in services.Workflows.All)
        {
            if (workflow.Retention is not { } retention)
            {
                continue;
            }

            try
            {
                var before = services.Time.GetUtcNow() - retention;
                var deleted = await Retention.DeleteAsync(services.Store, workflow.Name, workflow.Version, before, cancellationToken).ConfigureAwait(false);
                foreach (var task in StepTaskDefinition.Of(workflow))
                {
                    await Retention.DeleteAsync(services.Store, task.Name, task.Version, before, cancellationToken).ConfigureAwait(false);
                }

                // Left over where a process died just after it had ended one.
                await ScheduleRuns.DeleteAllAsync(services.Store, workflow.Name, cancellationToken).ConfigureAwait(false);
                if (deleted > 0)
                {
                    Log.RunsExpired(logger, deleted, workflow.Name, retention);
                }
            }
#pragma warning disable CA1031 // a store may be anybody's and throw anything; runs that go on must not suffer from what concerns runs that have ended
            catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
            {
                // A failed store tells the claiming itself.
                Log.RetentionFailed(logger, exception, workflow.Name);
            }
        }
    }
}
