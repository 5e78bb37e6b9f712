using Durable.Journal;
using Durable.Schedules;
using Durable.Storage;

namespace Durable;

// How a schedule comes to be, also under the id of one that is being deleted.
public sealed partial class ScheduleClient
{
    private static readonly ScheduleOptions s_defaults = new();
    private static readonly TimeSpan s_longestTimeout = TimeSpan.FromDays(3650);

    private async Task CreateAsync(
        string id, ScheduleSpec spec, WorkflowDefinition workflow, ReadOnlyMemory<byte> input, ScheduleOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(spec);
        options ??= s_defaults;
        var definition = WithOptions(
            new ScheduleDefinition { Workflow = workflow.Name, Queue = workflow.Queue, Input = Text(input) }.With(spec), options, workflow.Queue);
        while (true)
        {
            var outcome = await _schedules.Open.CreateAsync(Describe(id, definition, options.Paused), cancellationToken).ConfigureAwait(false);
            if (outcome.Created)
            {
                return;
            }

            if (await TryReadAsync(outcome.Run, cancellationToken).ConfigureAwait(false) is not { } existing)
            {
                continue;
            }

            if (existing.Row.State.IsFinished)
            {
                // About to go; where a process died before it could do that, this does it. Or it has failed, and nothing else can bring it back.
                await _schedules.Open.DeleteAsync(id, cancellationToken).ConfigureAwait(false);
                continue;
            }

            if (existing.State.IsDeleted && outcome.Run.Workflow == ScheduleRuns.WorkflowOf(workflow.Name).Name && outcome.Run.Queue == definition.Queue)
            {
                var request = RunIds.New(_time.GetUtcNow());
                var command = new ScheduleCommand(ScheduleCommandKind.Define, Now(), Definition: definition, IsNew: true, IsPaused: options.Paused, Request: request);
                if (await TrySendAsync(id, command, cancellationToken).ConfigureAwait(false)
                    && await IsTakenAsync(id, existing.Row.Generation, request, cancellationToken).ConfigureAwait(false))
                {
                    return;
                }

                continue;
            }

            if (existing.State.IsDeleted || !existing.State.Definition.IsSame(definition))
            {
                throw new DurableException(
                    DurableErrorCodes.ScheduleExists,
                    existing.State.IsDeleted
                        ? $"The id '{id}' belongs to a schedule of the workflow '{existing.State.Definition.Workflow}' in the queue '{outcome.Run.Queue}', which is being deleted."
                        : $"A schedule '{id}' exists, of the workflow '{existing.State.Definition.Workflow}', and says something else.",
                    existing.State.IsDeleted ? "Choose another id, or try again later." : "Change it with UpdateAsync, or choose another id. Nothing was changed.");
            }

            return;
        }
    }

    /// <summary>Whether a schedule that is being deleted is created anew by a request; false where its run ends without having seen that, or somebody else was first.</summary>
    private async Task<bool> IsTakenAsync(string id, int generation, string request, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await _schedules.Open.FindAsync(id, cancellationToken).ConfigureAwait(false) is not { State.IsFinished: false } row)
            {
                return false;
            }

            var state = ReadState((StartRecord)RecordReader.Read(row.Start));
            if (state.CreatedBy == request)
            {
                return true;
            }

            if (row.Generation > generation && !state.IsDeleted)
            {
                return false;
            }

            if (row.Owner is null && (await _schedules.Open.ReadInboxAsync(id, after: 0, cancellationToken).ConfigureAwait(false)).Count > 0)
            {
                // Held by nobody: whoever claims it takes the request together with all that came before.
                return true;
            }

            await _schedules.Open.WaitForChangeAsync(row, cancellationToken).ConfigureAwait(false);
        }
    }

    private NewRun Describe(string id, ScheduleDefinition definition, bool isPaused)
    {
        var now = Now();
        var workflow = ScheduleRuns.WorkflowOf(definition.Workflow);
        var start = new StartRecord
        {
            Workflow = workflow.Name,
            Version = workflow.Version,
            Fingerprint = workflow.Fingerprint,
            Tenant = _tenant,

            // Measured as it is stored: with the input as a text, whose quotation marks take more than they did.
            Input = _payloads.Write(ScheduleJson.Default.ScheduleState, ScheduleState.New(id, definition, isPaused, now), $"schedule '{id}' with its input"),
        };
        start.Stamp(position: 1, now);
        return new NewRun
        {
            RunId = id,
            Workflow = workflow.Name,
            Version = workflow.Version,
            Queue = definition.Queue,
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(now),
            Start = RecordWriter.Write(start),
        };
    }

    private ScheduleDefinition WithOptions(ScheduleDefinition definition, ScheduleOptions options, string ownQueue)
    {
        var queue = options.Queue ?? ownQueue;
        QueueName.Check(queue, $"{nameof(ScheduleOptions)}.{nameof(ScheduleOptions.Queue)}");
        TagLimits.Check(options.Tags, nameof(ScheduleOptions));
        if (!Enum.IsDefined(options.Overlap) || !Enum.IsDefined(options.CatchUp))
        {
            throw new DurableException(
                DurableErrorCodes.OptionInvalid, $"ScheduleOptions has the overlap {options.Overlap} and the catch-up {options.CatchUp}.", "Use the values that are declared.");
        }

        if (options.Timeout is { } timeout && (timeout <= TimeSpan.Zero || timeout > s_longestTimeout))
        {
            throw new DurableException(
                DurableErrorCodes.OptionInvalid, $"ScheduleOptions.Timeout is {timeout}.", $"Set it to a value above {TimeSpan.Zero}, up to {s_longestTimeout}.");
        }

        return definition with
        {
            Timeout = options.Timeout is { } limit ? (long)Math.Ceiling(limit.TotalMilliseconds) : 0,
            Principal = options.Principal is { } principal ? PrincipalCheck.Complete(principal, _tenant, nameof(ScheduleOptions)) : null,
            Overlap = options.Overlap,
            CatchUp = options.CatchUp,
            Tags = options.Tags is { Count: > 0 } tags ? tags.ToDictionary(StringComparer.Ordinal) : null,
            Priority = options.Priority,
            Queue = queue,
        };
    }
}
