using System.Text.Json;
using Durable.Execution;
using Durable.Generated;
using Durable.Journal;

namespace Durable.Schedules;

/// <summary>A schedule is a run: this is its body. Each generation starts what is due, waits for one thing, decides what follows from it, and continues as new; the run ends when the schedule is deleted.</summary>
/// <remarks>
/// Whatever depends on the clock's rules (the next time, what was missed) is decided at the very end of a generation and recorded with the next one's input, never
/// replayed: so neither new time zone data nor a library that decides otherwise can disagree with a journal. The same holds where the time zone is not known at all: then the next
/// generation waits a minute, or for a command, and looks again.
/// </remarks>
/// <param name="run">The schedule's own run.</param>
internal sealed class ScheduleBody(ActiveRun run)
{
    public static readonly Signal<ScheduleCommand> Command = new("command");

    // Longer waits are not possible; the schedule then looks at its clock in between.
    private static readonly TimeSpan s_longestWait = TimeSpan.FromDays(3650);

    /// <summary>The body.</summary>
    public async Task<Nothing> RunAsync(WorkflowContext ctx, ScheduleState state)
    {
        if (state.IsDeleted)
        {
            var command = await ctx.WaitForSignalAsync(Command, TimeSpan.Zero).ConfigureAwait(true);
            if (!command.Received)
            {
                return default;
            }

            // Somebody has created it anew since.
            return await GoOnAsync(ctx, state.Obey(command.Value!, Now(ctx))).ConfigureAwait(true);
        }

        var started = Start(state);
        if (started.Count > 0)
        {
            await Task.WhenAll(started.Select(start => start.Done)).ConfigureAwait(true);
        }

        state = state.IsTracking
            ? await UntilEndedAsync(ctx, state, started[0].End).ConfigureAwait(true)
            : await UntilDueAsync(ctx, state).ConfigureAwait(true);
        return await GoOnAsync(ctx, state).ConfigureAwait(true);
    }

    private Task<Nothing> GoOnAsync(WorkflowContext ctx, ScheduleState state)
    {
        if (run.Refuse<Nothing>(CancellationToken.None) is { } refused)
        {
            return refused;
        }

        // Not by the context: the cap is for what callers give, which was checked when they gave it. What is added here is times, and a schedule must not end for these.
        run.AskContinue(JsonSerializer.SerializeToUtf8Bytes(state.Decide(Now(ctx)), ScheduleJson.Default.ScheduleState));
        return new TaskCompletionSource<Nothing>().Task;
    }

    private static async Task<ScheduleState> UntilDueAsync(WorkflowContext ctx, ScheduleState state)
    {
        if (state.Next == 0)
        {
            var first = await ctx.WaitForSignalAsync(Command).ConfigureAwait(true);
            return state.Obey(first, Now(ctx));
        }

        var wait = TimeSpan.FromMilliseconds(Math.Max(0, state.Next - Now(ctx)));
        var command = await ctx.WaitForSignalAsync(Command, wait < s_longestWait ? wait : s_longestWait).ConfigureAwait(true);
        return command.Received ? state.Obey(command.Value!, Now(ctx)) : state.Collect(Now(ctx));
    }

    private static async Task<ScheduleState> UntilEndedAsync(WorkflowContext ctx, ScheduleState state, Task<long> end)
    {
        while (!state.IsDeleted)
        {
            var command = ctx.WaitForSignalAsync(Command);
            if (await Task.WhenAny(end, command).ConfigureAwait(true) == end)
            {
                return state.Collect(Now(ctx), openUntil: await end.ConfigureAwait(true));
            }

            state = state.Obey(await command.ConfigureAwait(true), Now(ctx), isOpen: true);
        }

        return state;
    }

    private static long Now(WorkflowContext ctx) => ctx.Now().ToUnixTimeMilliseconds();

    private List<ScheduledStart> Start(ScheduleState state)
    {
        var started = new List<ScheduledStart>(state.Due.Count);
        foreach (var time in state.Due)
        {
            // The worker took on this schedule because it knows the workflow.
            var workflow = run.Services.Workflows.Newest(state.Definition.Workflow);
            var id = run.NextId("start");
            var link = state.IsTracking ? new ScheduleLink(state.Id, run.StartRecord.Generation, id) : new ScheduleLink(state.Id);
            var child = ScheduledRun.Describe(workflow, ScheduledRun.IdOf(state.Id, time), state, link, run.Tenant, run.Time());
            var start = new ScheduledStart(run, id, child, ScheduledRun.InputOf(state), workflow);
            run.Ask(start);
            started.Add(start);
        }

        return started;
    }
}
