using Durable.Execution;
using Durable.Generated;
using Durable.Storage;

namespace Durable.Schedules;

/// <summary>What the runs behind schedules are called.</summary>
internal static class ScheduleRuns
{
    private const int Version = 1;

    /// <summary>The part of a tenant's space that schedules live in.</summary>
    public static readonly string Space = $"{RunKey.Separator}schedule{RunKey.Separator}";

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
