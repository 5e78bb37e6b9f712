using System.Text;
using System.Text.Json;
using Durable.Journal;
using Durable.Schedules;
using Durable.Storage;

namespace Durable;

// What a schedule is now: what its generation began with, and all that it was told since.
public sealed partial class ScheduleClient
{
    private async Task<Found> FindAsync(string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        return await _schedules.Open.FindAsync(id, cancellationToken).ConfigureAwait(false) is { } row
            && await TryReadAsync(row, cancellationToken).ConfigureAwait(false) is { State.IsDeleted: false } found
                ? found
                : throw NotFound(id);
    }

    /// <summary>What the schedule's generation began with, and what it was sent since; null where it has just gone.</summary>
    private async Task<Found?> TryReadAsync(RunRow row, CancellationToken cancellationToken)
    {
        while (true)
        {
            var commands = new List<ReadOnlyMemory<byte>>();
            var length = 0;
            StartRecord? start = null;
            await foreach (var entry in _schedules.Open.ReadJournalAsync(row.RunId, cancellationToken).ConfigureAwait(false))
            {
                length++;
                switch (RecordReader.Read(entry))
                {
                    case StartRecord first:
                        start = first;
                        commands.AddRange(first.Signals.Select(signal => signal.Payload));
                        break;
                    case SignalRecord signal:
                        commands.Add(signal.Payload);
                        break;
                    default:
                        break;
                }
            }

            var inbox = await _schedules.Open.ReadInboxAsync(row.RunId, after: 0, cancellationToken).ConfigureAwait(false);
            if (await _schedules.Open.FindAsync(row.RunId, cancellationToken).ConfigureAwait(false) is not { } now)
            {
                return null;
            }

            if (start is not null && now.Length == length && now.Generation == start.Generation)
            {
                // Nothing was recorded since: so the journal lacks nothing that is no longer in the inbox.
                commands.AddRange(inbox.Where(message => message.Entry.Kind == InboxKinds.Signal).Select(message => message.Entry.Payload));
                var state = ReadState(start);
                if (state.IsDeleted && now.State.IsFinished)
                {
                    // What came too late reached nobody.
                    return new Found(now, state);
                }

                foreach (var command in commands)
                {
                    state = state.Obey(JsonSerializer.Deserialize(command.Span, ScheduleJson.Default.ScheduleCommand)!, Now());
                }

                return new Found(now, state);
            }
        }
    }

    private static ScheduleState ReadState(StartRecord start) => JsonSerializer.Deserialize(start.Input.Span, ScheduleJson.Default.ScheduleState)!;

    private ScheduleInfo Describe(Found found)
    {
        var state = found.State;
        var definition = state.Definition;
        var problem = found.Row.State.IsSettled
            ? found.Row.State.Reason ?? RunInfoReader.Read(found.Row).Error?.Message ?? ""
            : state.Problem ?? definition.Spec.Problem?.Message;
        return new ScheduleInfo
        {
            Id = state.Id,
            Spec = definition.Spec,
            Workflow = definition.Workflow,
            Input = definition.Input is { } input ? RunInfoReader.Parse(Encoding.UTF8.GetBytes(input)) : null,
            Options = new ScheduleOptions
            {
                Overlap = definition.Overlap,
                CatchUp = definition.CatchUp,
                Tags = definition.Tags,
                Priority = definition.Priority,
                Queue = definition.Queue,
                Timeout = definition.Timeout == 0 ? null : TimeSpan.FromMilliseconds(definition.Timeout),
                Principal = definition.Principal,
            },
            IsPaused = state.IsPaused,
            PauseReason = state.PauseReason,
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(state.CreatedAt),
            NextAt = state.IsPaused || problem is not null || definition.Spec.Next(Now(), state.Anchor) is not { } next ? null : DateTimeOffset.FromUnixTimeMilliseconds(next),
            LastAt = state.LastAt == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(state.LastAt),
            LastRunId = state.LastAt == 0 ? null : ScheduledRun.IdOf(state.Id, state.LastAt),
            Started = state.Started,
            Skipped = state.Skipped,
            Queued = state.Queued.Count,
            Problem = problem,
        };
    }

    private sealed record Found(RunRow Row, ScheduleState State);
}
