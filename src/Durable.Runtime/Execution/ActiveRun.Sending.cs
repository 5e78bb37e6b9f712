using Durable.Children;
using Durable.Generated;
using Durable.Journal;
using Durable.Schedules;
using Durable.Showing;
using Durable.Signals;
using Durable.Storage;

namespace Durable.Execution;

/// <summary>What the run does to others, always with a commit of its own: messages, children, its next generation.</summary>
internal sealed partial class ActiveRun
{
    private Outbox? _outbox;
    private Outbox? _sending;
    private int _lookups;

    // A commit was refused because a child's id is taken; nothing is committed before it is known which.
    private bool _resolving;

    /// <summary>Sends a message with the next commit.</summary>
    public void Send(RunMessage message)
    {
        (_outbox ??= new Outbox()).Messages.Add(message);
        _mustCommit = true;
    }

    /// <summary>Takes back what is not sent yet: its receiver has ended.</summary>
    public void Unsend(string runId) => _outbox?.Messages.RemoveAll(message => message.RunId == runId);

    /// <summary>Creates a run with the commit that holds the record appended last.</summary>
    public void Create(NewRun run)
    {
        _outbox ??= new Outbox();
        if (_outbox.NewRuns.Exists(other => other.RunId == run.RunId))
        {
            RefuseChild(run.RunId, isLast: true);
        }
        else
        {
            _outbox.NewRuns.Add(run);
        }
    }

    /// <summary>Asks for an operation that sends one message.</summary>
    public Task SendAsync(
        string name,
        string receiver,
        string kind,
        string? messageName,
        ReadOnlyMemory<byte> payload,
        Func<RunRow, ErrorInfo?>? check = null,
        CancellationToken cancellationToken = default)
    {
        if (Refuse<Nothing>(CancellationToken.None) is { } refused)
        {
            return refused;
        }

        var operation = new SendOperation(this, NextId(name), receiver, kind, messageName, payload, check);
        Ask(operation, cancellationToken);
        return operation.Task;
    }

    /// <summary>Describes a child of this run.</summary>
    public NewRun Child(WorkflowDefinition workflow, string operationId, string? runId, ReadOnlyMemory<byte> input)
    {
        var start = new StartRecord
        {
            Workflow = workflow.Name,
            Version = workflow.Version,
            Fingerprint = workflow.Fingerprint,
            Trigger = "parent",
            Trace = TraceForOthers,
            Tenant = Tenant,
            Principal = PrincipalOfChild(),
            Parent = new ParentLink(RunId, StartRecord.Generation, operationId),
            Root = StartRecord.Root ?? StartRecord.Parent?.RunId,
            Queue = workflow.Queue,
            Priority = _claim.Run.Priority,
            Input = input,
        };
        var now = Time();
        start.Stamp(position: 1, now);
        return new NewRun
        {
            RunId = runId ?? ChildIds.Of(OperationKey(operationId)),
            Workflow = workflow.Name,
            Version = workflow.Version,
            Queue = workflow.Queue,
            Priority = _claim.Run.Priority,
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(now),
            Start = RecordWriter.Write(start),
        };
    }

    // It may spend what is left now; what it does spend counts here when it has ended.
    private Principal? PrincipalOfChild() =>
        StartRecord.Principal is { SpendLimit: not null } limited ? limited with { SpendLimit = Spend.Left } : StartRecord.Principal;

    /// <summary>Reads another run's row, and tells <paramref name="lookup"/> on this run's thread.</summary>
    public void LookUp(string runId, IRunLookup lookup) =>
        AskStore(() => FindAsync([runId], isOwn: false), rows => lookup.Found(rows[0]));

    private async Task<RunRow?[]> FindAsync(List<string> runIds, bool isOwn)
    {
        var rows = new RunRow?[runIds.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            // What an author gives may be anything; what holds a separator is no run's id.
            rows[i] = !isOwn && runIds[i].Contains(RunKey.Separator) ? null : await Services.Store.FindAsync(runIds[i]).ConfigureAwait(false);
        }

        return rows;
    }

    /// <summary>Asks the store for something, and tells <paramref name="answered"/> on this run's thread, which does not rest before.</summary>
    public void AskStore<T>(Func<Task<T>> ask, Action<T> answered)
    {
        _lookups++;
        _ = AskStoreAsync(ask, answered);
    }

    private async Task AskStoreAsync<T>(Func<Task<T>> ask, Action<T> answered)
    {
        T answer;
        try
        {
            answer = await ask().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // whatever the store throws: the run cannot learn what it needs to go on
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _mailbox.PostElsewhere(new InboxUnreadable(exception));
            return;
        }

        _mailbox.PostElsewhere(new StoreAnswer<T>(answer, answered));
    }

    /// <summary>Nothing of the commit was applied, because one of its children exists already: find out which, and record that instead.</summary>
    private void ResolveChildren()
    {
        _pending.InsertRange(0, _inFlight);
        _inFlight.Clear();
        var ids = _sending!.NewRuns.ConvertAll(static run => run.RunId);
        (_outbox ??= new Outbox()).TakeBack(_sending);
        _mustCommit = true;
        _resolving = true;
        AskStore(() => FindAsync(ids, isOwn: true), rows =>
        {
            _resolving = false;
            foreach (var row in rows)
            {
                if (row is not null)
                {
                    _outbox.NewRuns.RemoveAll(run => run.RunId == row.RunId);
                    RefuseChild(row.RunId, isLast: false);
                }
            }
        });
    }

    private void RefuseChild(string runId, bool isLast)
    {
        Predicate<JournalRecord> isIt = record => record is ICreationRecord created && created.RunId == runId;
        var index = isLast ? _pending.FindLastIndex(isIt) : _pending.FindIndex(isIt);
        if (index >= 0)
        {
            _pending[index] = ((ICreationRecord)_pending[index]).Refused(new ErrorInfo(
                DurableErrorCodes.ChildExists, $"The child's id '{runId}' is taken by another run. No child was started; choose another id."));
        }
    }

    /// <summary>The parent or the schedule, if there is one, learns of the end with the commit that makes it durable.</summary>
    private void TellParent(EndRecord end)
    {
        if (StartRecord.Parent is { } parent)
        {
            Send(IsUndoneWithParent
                ? ChildMessages.Undone(RunId, parent, _broughtBackAt, Time())
                : _definition.Ended(_activation, RunId, parent, end, Spend.Total, Time()));
        }

        if (StartRecord.Schedule is { OperationId: { } operationId } schedule)
        {
            // What came of the run is no business of the schedule's.
            var waiting = new ParentLink(ScheduleRuns.IdOf(schedule.Schedule), schedule.Generation, operationId);
            Send(ChildMessages.Ended(RunId, waiting, new EndRecord { Status = end.Status }, spent: 0, Time()));
        }
    }

    /// <summary>How the run goes on after the commit in hand; null unless that ends the generation.</summary>
    private NewRun? NextGeneration()
    {
        if (_inFlight.Count == 0 || _inFlight[^1] is not ContinueRecord last)
        {
            return null;
        }

        var row = _claim.Run;

        // What this generation took from the inbox and did not use, the signals recorded with this very commit included: none is lost.
        var signals = Signals.Unused();
        signals.AddRange(_inFlight.OfType<SignalRecord>().Select(signal => new CarriedSignal(signal.SignalName, signal.Payload)));
        var start = new StartRecord
        {
            Workflow = _definition.Name,
            Version = _definition.Version,
            Fingerprint = _definition.Fingerprint,
            Generation = StartRecord.Generation + 1,
            Trigger = StartRecord.Trigger,
            Tenant = StartRecord.Tenant,
            Tags = StartRecord.Tags,
            Queue = row.Queue,
            Priority = row.Priority,
            Principal = StartRecord.Principal,
            Spent = Spend.Total,
            Parent = StartRecord.Parent,
            Schedule = StartRecord.Schedule,
            Root = StartRecord.Root,
            Trace = StartRecord.Trace,
            Metadata = new RunSummary { Metadata = MetadataAfterCommit() }.MetadataToUtf8(),
            Signals = signals,
            Deadline = _deadline,
            Input = last.Input,
        };
        start.Stamp(position: 1, _lastTimestamp);
        return new NewRun
        {
            RunId = RunId,
            Workflow = row.Workflow,
            Version = row.Version,
            Queue = row.Queue,
            Priority = row.Priority,
            CreatedAt = row.CreatedAt,
            Tags = row.Tags,
            Generation = start.Generation,
            Start = RecordWriter.Write(start),
        };
    }

    private sealed class StoreAnswer<T>(T answer, Action<T> answered) : IRunEvent
    {
        public void Apply(ActiveRun run)
        {
            run._lookups--;
            answered(answer);
        }
    }
}
