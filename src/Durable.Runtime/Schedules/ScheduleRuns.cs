using Durable.Execution;
using Durable.Generated;
using Durable.Storage;

namespace Durable.Schedules;

/// <summary>The runs behind schedules: what they are called, and that nothing is left of them.</summary>
internal static class ScheduleRuns
{
    private const int Version = 1;

    /// <summary>The part of a tenant's space that schedules live in.</summary>
    public static readonly string Space = $"{RunKey.Separator}schedule{RunKey.Separator}";

    /// <summary>Whether a store's key is that of a schedule's run. Nothing of it is kept once it has ended.</summary>
    public static bool IsOne(string key) => RunKey.SpaceOf(key).EndsWith(Space, StringComparison.Ordinal);

    /// <summary>Takes away what is left of a schedule that was deleted; one that ended otherwise stays, and says why.</summary>
    public static async Task DeleteAsync(IRunStore store, string key)
    {
        if (await store.FindAsync(key).ConfigureAwait(false) is { State.Status: RunStatus.Completed })
        {
            await store.DeleteAsync(key).ConfigureAwait(false);
        }
    }

    /// <summary>The same for all schedules of a workflow, in the whole store.</summary>
    public static async Task DeleteAllAsync(IRunStore store, string workflow, CancellationToken cancellationToken)
    {
        await foreach (var row in store.QueryAsync(new RunQuery { Workflow = WorkflowOf(workflow).Name, Statuses = [RunStatus.Completed] }, cancellationToken).ConfigureAwait(false))
        {
            await store.DeleteAsync(row.RunId, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The id of a schedule's run, as runs beside it know it.</summary>
    public static string IdOf(string schedule) => Space + schedule;

    /// <summary>
    /// The workflow of schedules for one workflow. Each has its own, with a name that no author can give, so that only a worker that knows the workflow takes its schedules on.
    /// </summary>
    public static WorkflowDefinition<ScheduleState, Nothing> WorkflowOf(string workflow) => new(
        name: "schedule:" + workflow,
        version: Version,
        queue: QueueName.Default,
        fingerprint: "schedule",
        steps: [],
        signals: [new SignalDefinition<ScheduleCommand>(ScheduleBody.Command, ScheduleJson.Default.ScheduleCommand)],
        input: ScheduleJson.Default.ScheduleState,
        result: null,
        serializers: null,
        create: static (_, run) => new ScheduleBody((ActiveRun)run),
        run: static (self, ctx, state) => ((ScheduleBody)self).RunAsync(ctx, state));
}
