using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Durable.Generated;
using Durable.Journal;
using Durable.Schedules;
using Durable.Serialization;
using Durable.Storage;
using Durable.Tenants;

namespace Durable;

/// <summary>Creates schedules, which start runs by themselves, and sees to them. Thread-safe; reached through <see cref="DurableClient.Schedules"/>.</summary>
/// <remarks>
/// <para>
/// A schedule is as durable as a run, and starts exactly one run for each of its times, whichever worker does it: the run's id is <c>id/2025-03-30T07:00:00Z</c>, made of the schedule's id and the time.
/// A worker has to be there that knows the workflow and serves the queue in which the schedule's runs wait.
/// </para>
/// <para>What is asked of a schedule counts from the moment the call has returned; <see cref="GetAsync"/> shows it from then on.</para>
/// </remarks>
public sealed partial class ScheduleClient
{
    private const int LongestId = 150;

    private readonly TenantHandle _runs;
    private readonly TenantHandle _schedules;
    private readonly WorkflowRegistry _workflows;
    private readonly PayloadSerializer _payloads;
    private readonly TimeProvider _time;
    private readonly string? _tenant;

    internal ScheduleClient(
        TenantHandle runs, TenantHandle schedules, WorkflowRegistry workflows, PayloadSerializer payloads, TimeProvider time, string? tenant)
    {
        _runs = runs;
        _schedules = schedules;
        _workflows = workflows;
        _payloads = payloads;
        _time = time;
        _tenant = tenant;
    }

    /// <summary>Creates a schedule. Creating the same one again changes nothing, so that a program may do it whenever it starts.</summary>
    /// <param name="id">Its id: 1 to 150 printable characters.</param>
    /// <param name="spec">When it starts runs.</param>
    /// <param name="workflow">The stable name of the workflow to start, always in the newest version that the starting worker knows.</param>
    /// <param name="input">Every run's input as JSON, read as the workflow's input type before anything is stored; <c>default</c> for a workflow without input.</param>
    /// <param name="options">Overlap, catch-up, and how runs are started; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up waiting; the schedule may have been created all the same.</param>
    /// <returns>Completes once the schedule is durable.</returns>
    /// <exception cref="DurableException">
    /// Bad id or option (<see cref="DurableErrorCodes.ScheduleIdInvalid"/>, <see cref="DurableErrorCodes.OptionInvalid"/>), unknown workflow
    /// (<see cref="DurableErrorCodes.WorkflowUnknown"/>), input of another type, or too large, alone or together with what else the schedule stores (<see cref="DurableErrorCodes.PayloadInvalid"/>,
    /// <see cref="DurableErrorCodes.PayloadTooLarge"/>), or a schedule with this id says something else (<see cref="DurableErrorCodes.ScheduleExists"/>).
    /// </exception>
    public Task CreateAsync(
        string id, ScheduleSpec spec, string workflow, JsonElement input = default, ScheduleOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        CheckId(id);
        var definition = _workflows.Newest(workflow);
        return CreateAsync(id, spec, definition, definition.WriteInput(input, _payloads, id), options, cancellationToken);
    }

    /// <summary>Creates a schedule for a known definition. Called by generated clients.</summary>
    /// <param name="id">Its id: 1 to 150 printable characters.</param>
    /// <param name="spec">When it starts runs.</param>
    /// <param name="workflow">The workflow.</param>
    /// <param name="input">Every run's input.</param>
    /// <param name="options">Overlap, catch-up, and how runs are started; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up waiting; the schedule may have been created all the same.</param>
    /// <returns>Completes once the schedule is durable.</returns>
    /// <exception cref="DurableException">As for the untyped overload.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Task CreateAsync<TInput, TResult>(
        string id, ScheduleSpec spec, WorkflowDefinition<TInput, TResult> workflow, TInput input, ScheduleOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        CheckId(id);
        _workflows.Get(workflow.Name, workflow.Version);
        var payload = _payloads.Write(workflow.Input, input, $"input of the workflow '{workflow.Name}'");
        return CreateAsync(id, spec, workflow, payload, options, cancellationToken);
    }

    /// <summary>Changes what a schedule says. What is not given stays; runs that it has started are left alone, and times that have passed are not looked at again.</summary>
    /// <param name="id">The schedule.</param>
    /// <param name="spec">When it starts runs; null to leave that. A new rhythm counts from now.</param>
    /// <param name="input">Every run's input as JSON; null to leave that.</param>
    /// <param name="options">How it behaves, as a whole (<see cref="ScheduleOptions.Paused"/> is not looked at, and the queue stays); null to leave that.</param>
    /// <param name="cancellationToken">Gives up waiting; the request may have been sent all the same.</param>
    /// <returns>Completes once the change is durable.</returns>
    /// <exception cref="DurableException">
    /// No such schedule (<see cref="DurableErrorCodes.ScheduleNotFound"/>), another queue than it has (<see cref="DurableErrorCodes.OptionInvalid"/>); otherwise as for creating.
    /// </exception>
    public async Task UpdateAsync(
        string id, ScheduleSpec? spec = null, JsonElement? input = null, ScheduleOptions? options = null, CancellationToken cancellationToken = default)
    {
        var found = await FindAsync(id, cancellationToken).ConfigureAwait(false);
        var changed = spec is null ? found.State.Definition : found.State.Definition.With(spec);
        if (input is not null || options is not null)
        {
            var workflow = _workflows.Newest(changed.Workflow);
            changed = input is { } json ? changed with { Input = Text(workflow.WriteInput(json, _payloads, id)) } : changed;
            changed = options is null ? changed : WithOptions(changed, options, found.Row.Queue);
            if (options is not null && changed.Queue != found.Row.Queue)
            {
                // Its own run stays in the queue in which it was created.
                throw new DurableException(
                    DurableErrorCodes.OptionInvalid,
                    $"ScheduleOptions.Queue is '{changed.Queue}', but the schedule '{id}' lives in the queue '{found.Row.Queue}'.",
                    "Leave the queue out, or delete the schedule and create it in the other queue. Nothing was changed.");
            }
        }

        await SendAsync(id, new ScheduleCommand(ScheduleCommandKind.Define, Now(), Definition: changed), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets a schedule start nothing until it is resumed; times that come meanwhile are left out. Pausing a paused one changes the reason.</summary>
    /// <param name="id">The schedule.</param>
    /// <param name="reason">Shown as <see cref="ScheduleInfo.PauseReason"/>; or null.</param>
    /// <param name="cancellationToken">Gives up waiting; the request may have been sent all the same.</param>
    /// <returns>Completes once the request is durable.</returns>
    /// <exception cref="DurableException">
    /// No such schedule (<see cref="DurableErrorCodes.ScheduleNotFound"/>), or a reason above the cap of payloads (<see cref="DurableErrorCodes.PayloadTooLarge"/>).
    /// </exception>
    public Task PauseAsync(string id, string? reason = null, CancellationToken cancellationToken = default) =>
        CommandAsync(id, new ScheduleCommand(ScheduleCommandKind.Pause, Now(), reason), cancellationToken);

    /// <summary>Lets a paused schedule go on with the next time that comes. For one that is not paused nothing changes.</summary>
    /// <param name="id">The schedule.</param>
    /// <param name="cancellationToken">Gives up waiting; the request may have been sent all the same.</param>
    /// <returns>Completes once the request is durable.</returns>
    /// <exception cref="DurableException">No such schedule (<see cref="DurableErrorCodes.ScheduleNotFound"/>).</exception>
    public Task ResumeAsync(string id, CancellationToken cancellationToken = default) =>
        CommandAsync(id, new ScheduleCommand(ScheduleCommandKind.Resume, Now()), cancellationToken);

    /// <summary>Starts a run now, paused or not, beside whatever is going on. The schedule's own times stay as they are, and such a run keeps none of them from starting.</summary>
    /// <param name="id">The schedule.</param>
    /// <param name="idempotencyKey">1 to 200 printable characters; the same key starts one run. Null for no such check.</param>
    /// <param name="cancellationToken">Gives up waiting; the run may have been started all the same.</param>
    /// <returns>The run's id, once the start is durable.</returns>
    /// <exception cref="DurableException">
    /// No such schedule (<see cref="DurableErrorCodes.ScheduleNotFound"/>), this process does not know its workflow (<see cref="DurableErrorCodes.WorkflowUnknown"/>), or a bad key
    /// (<see cref="DurableErrorCodes.OptionInvalid"/>).
    /// </exception>
    public async Task<string> TriggerAsync(string id, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        if (idempotencyKey is not null && !RunIds.IsValid(idempotencyKey))
        {
            throw new DurableException(
                DurableErrorCodes.OptionInvalid, "The idempotency key is empty, too long or not printable.", $"Use 1 to {RunIds.MaxLength} printable characters.");
        }

        var state = (await FindAsync(id, cancellationToken).ConfigureAwait(false)).State;
        var workflow = _workflows.Newest(state.Definition.Workflow);
        var runId = ScheduledRun.IdOf(id, idempotencyKey ?? RunIds.New(_time.GetUtcNow()));
        var run = ScheduledRun.Describe(workflow, runId, state, new ScheduleLink(id), _tenant, Now());
        await _runs.Open.CreateAsync(run, cancellationToken).ConfigureAwait(false);
        return runId;
    }

    /// <summary>Ends a schedule. Runs that it has started go on, and stay linked to it by name; its id is free again, and nothing of it is kept.</summary>
    /// <param name="id">The schedule.</param>
    /// <param name="cancellationToken">Gives up waiting; the request may have been sent all the same.</param>
    /// <returns>Completes once that is durable: nothing starts any more, except what is starting just now.</returns>
    /// <exception cref="DurableException">No such schedule (<see cref="DurableErrorCodes.ScheduleNotFound"/>).</exception>
    public async Task DeleteAsync(string id, CancellationToken cancellationToken = default)
    {
        var found = await FindAsync(id, cancellationToken).ConfigureAwait(false);

        // One that has failed reads no request any more. Where somebody was faster and created it anew, it is that one that is asked.
        if (!found.Row.State.IsFinished || await _schedules.Open.DeleteAsync(id, cancellationToken).ConfigureAwait(false) == DeleteOutcome.RunNotFinished)
        {
            await SendAsync(id, new ScheduleCommand(ScheduleCommandKind.Delete, Now()), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What is known about a schedule.</summary>
    /// <param name="id">The schedule.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The schedule as of at least everything acknowledged before the call, or null when there is none of this id.</returns>
    public async Task<ScheduleInfo?> GetAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        return await _schedules.Open.FindAsync(id, cancellationToken).ConfigureAwait(false) is { } row
            && await TryReadAsync(row, cancellationToken).ConfigureAwait(false) is { State.IsDeleted: false } found
                ? Describe(found)
                : null;
    }

    /// <summary>All schedules, the one created last first.</summary>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    public async IAsyncEnumerable<ScheduleInfo> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var row in _schedules.Open.QueryAsync(new RunQuery(), cancellationToken).ConfigureAwait(false))
        {
            if (await TryReadAsync(row, cancellationToken).ConfigureAwait(false) is { State.IsDeleted: false } found)
            {
                yield return Describe(found);
            }
        }
    }

    private async Task CommandAsync(string id, ScheduleCommand command, CancellationToken cancellationToken)
    {
        await FindAsync(id, cancellationToken).ConfigureAwait(false);
        await SendAsync(id, command, cancellationToken).ConfigureAwait(false);
    }

    private async Task SendAsync(string id, ScheduleCommand command, CancellationToken cancellationToken)
    {
        if (await TrySendAsync(id, command, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        throw await _schedules.Open.FindAsync(id, cancellationToken).ConfigureAwait(false) is { State: { IsFinished: true, Status: not RunStatus.Completed } }
            ? new DurableException(
                DurableErrorCodes.ScheduleNotFound,
                $"The schedule '{id}' has come to an end: ScheduleInfo.Problem says why.",
                "Delete it, or create it again under the same id. Nothing was changed.")
            : NotFound(id);
    }

    /// <returns>False where there is no such schedule any more.</returns>
    private async Task<bool> TrySendAsync(string id, ScheduleCommand command, CancellationToken cancellationToken)
    {
        var payload = _payloads.Write(ScheduleJson.Default.ScheduleCommand, command, $"request to the schedule '{id}', with input or reason,");
        var entry = new InboxEntry(InboxKinds.Signal, ScheduleBody.Command.Name, payload, DateTimeOffset.FromUnixTimeMilliseconds(Now()));
        return await _schedules.Open.AppendInboxAsync(id, entry, cancellationToken).ConfigureAwait(false) == InboxOutcome.Stored;
    }

    private long Now() => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private static string? Text(ReadOnlyMemory<byte> json) => json.IsEmpty ? null : Encoding.UTF8.GetString(json.Span);

    private static void CheckId(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (id.Length > LongestId || !RunIds.IsValid(id))
        {
            throw new DurableException(
                DurableErrorCodes.ScheduleIdInvalid,
                $"A schedule's id of {id.Length} characters is empty, too long or not printable.",
                $"Use 1 to {LongestId} printable characters.");
        }
    }

    private static DurableException NotFound(string id) => new(
        DurableErrorCodes.ScheduleNotFound, $"There is no schedule '{id}'.", "Check the id, or create it. Nothing was changed.");
}
