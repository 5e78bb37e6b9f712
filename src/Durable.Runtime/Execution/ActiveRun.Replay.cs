using System.Globalization;
using System.Text;
using Durable.Generated;
using Durable.Journal;
using Durable.Metadata;
using Durable.Serialization;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Execution;

/// <summary>How a run comes to life: the body runs again, fed with what the journal holds, until the journal ends.</summary>
internal sealed partial class ActiveRun : IRecordTarget
{
    // Alone twice is proof: nothing else can have ended the process.
    private const int DeathsAloneUntilStuck = 2;

    private bool _isActivated;
    private AsyncServiceScope? _scope;
    private WorkflowActivation? _activation;

    /// <summary>Replays the journal and goes on from there, on a pool thread.</summary>
    public void Activate() => _mailbox.PostElsewhere(Activation.Event);

    public ReplayMismatchException Mismatch(JournalRecord record, string detail) => new(
        DurableErrorCodes.ReplayMismatch,
        RunId,
        record.OperationId,
        $"Record {record.Position} of run '{RunId}' is {Describe(record)}, but {detail} {Versions()}.",
        "Deploy the code the run was recorded with, or give the changed workflow a new Version; then retry the run.")
    {
        Position = record.Position,
        Recorded = Describe(record),
        Asked = detail,
    };

    public ReplayMismatchException InputMismatch(
        OperationRecord record, ReadOnlyMemory<byte> recorded, ReadOnlyMemory<byte> current, PayloadMask? mask)
    {
        var (before, now) = (PayloadExcerpt.Of(recorded, mask), PayloadExcerpt.Of(current, mask));
        var where = before == now ? " (they differ in what is not shown)" : "";
        return Mismatch(record, $"the code passes another input: recorded {before}, now {now}{where}");
    }

    void IRecordTarget.Started(StartRecord record)
    {
        StartRecord = record;
        _seed ??= record.Seed;
        _deadline = record.Deadline;

        // A run that was to begin later begins at that time, however long before it was created.
        Now = Math.Max(Now, record.StartAt);
        Metadata = MetadataValues.Read(record.Metadata);
        Spend.Start(record.Principal?.SpendLimit, record.Spent);
        foreach (var signal in record.Signals)
        {
            if (_definition.Handlers.FindSignal(signal.Name) is null)
            {
                Signals.Receive(signal.Name, signal.Payload);
            }
        }

        _activation!.Start(_context, record.Input);
        foreach (var signal in record.Signals)
        {
            if (_definition.Handlers.FindSignal(signal.Name) is { } handler)
            {
                // Like any other one: after the body has reached its first wait.
                Handlers.AddSignal(handler.Start(this, _context, signal.Payload));
            }
        }
    }

    void IRecordTarget.OperationRecorded(OperationRecord record)
    {
        if (_operations.TryGetValue(record.OperationId, out var operation))
        {
            operation.Deliver(record);
        }
        else if ((!record.MayComeLate || _forgotten?.Contains(record.OperationId) != true) && !TryKeep(record))
        {
            throw Mismatch(record, Waiting());
        }
    }

    private static string Describe(JournalRecord record) =>
        record.OperationId is null ? $"'{record.Kind}'" : $"'{record.Kind}' of operation '{record.OperationId}'";

    private string Versions() => string.Create(
        CultureInfo.InvariantCulture,
        $"(workflow '{_definition.Name}' version {_definition.Version}; recorded with definition {StartRecord?.Fingerprint}, now {_definition.Fingerprint})");

    /// <summary>What the code is doing instead, for a record that nobody asked for.</summary>
    private string Waiting()
    {
        var what = IsBodyOver ? "the code's body is over without asking for it" : "the code did not ask for it";
        return _operations.Count == 0
            ? what
            : $"{what}; it waits for {string.Join(", ", _operations.Values.OrderBy(o => o.Number).Take(3).Select(o => o.Description))}";
    }

    private void Replay()
    {
        if (_claim.Inbox.FirstOrDefault(static message => message.Entry.Kind == InboxKinds.Terminate) is { } order)
        {
            // A run whose code no longer fits must still be stoppable, so this needs no replay, and nothing else of what was sent: that may be what cannot be taken.
            ReadStartOnly();
            IsReplaying = false;
            _inboxSeen = _inboxTaken = _claim.Inbox[^1].Sequence;
            Terminate(ReasonOf(order.Entry));
            return;
        }

        if (_claim.Unreadable is { } unreadable)
        {
            ReadStartOnly();
            Park(unreadable);
            return;
        }

        if (_claim.Run.State is { Status: RunStatus.Pending or RunStatus.Paused, WakeAt: { } startAt } && startAt.ToUnixTimeMilliseconds() > Time() && !IsRequested(InboxKinds.Cancel))
        {
            // A message brought it here before its time.
            PutOff(_claim.Run.State with { Status = RunStatus.Pending, Reason = null });
            return;
        }

        // A retry needs no mention here: being stuck ended the row of deaths.
        if (_claim.DeathsAlone >= DeathsAloneUntilStuck)
        {
            ReadStartOnly();
            Park(
                DurableErrorCodes.RunPoisoned,
                $"Run '{RunId}' killed its worker {_claim.Deaths} times without progress, {_claim.DeathsAlone} times while it ran alone.",
                "Find out from the operating system's log what ends the process, mend it, then retry the run.");
            return;
        }

        if (!TryCreateInstance())
        {
            return;
        }

        var isLastRecordNew = _claim.Run.State.Status == RunStatus.Pending || _claim.Deaths > 0;
        foreach (var record in ReadHistory())
        {
            IsRepeating = record.Position < _length || !isLastRecordNew;
            _lastTimestamp = Math.Max(_lastTimestamp, record.Timestamp);
            Deliver(record);
            if (_parked is not null)
            {
                return;
            }
        }

        GoLive();
    }

    private void ReadStartOnly()
    {
        StartRecord = (StartRecord)RecordReader.Read(_claim.Journal[0]);

        if (StartRecord.Parent is not null)
        {
            // Should it end here and now, its parent learns what it spent.
            Spend.Start(StartRecord.Principal?.SpendLimit, StartRecord.Spent + _claim.Journal.Sum(static entry => RecordFields.Read(entry.Utf8).Spend));
        }

        if (StartRecord.Parent is not null)
        {
            foreach (var fields in _claim.Journal.Select(static entry => RecordFields.Read(entry.Utf8)).Where(static fields => fields.Kind == "retry"))
            {
                NoteBroughtBack(RetryModeNames.Parse(fields.Required(fields.Mode, "mode")), fields.Position);
            }
        }

        // Not read as a record: its kind may be one that only a newer version knows.
        _lastTimestamp = RecordFields.Read(_claim.Journal[^1].Utf8).Timestamp;
    }

    private void CreateInstance()
    {
        var scope = Services.Scopes.CreateAsyncScope();
        _scope = scope;
        _activation = _definition.Activate(scope.ServiceProvider, this);
    }

    private bool TryCreateInstance()
    {
        try
        {
            CreateInstance();
            return true;
        }
#pragma warning disable CA1031 // whatever a constructor or a missing service throws is the reason why the run waits
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Defer(exception);
            return false;
        }
    }

    private void GoLive()
    {
        IsReplaying = IsRepeating = false;
        var outstanding = Outstanding();
        _handlers?.RecordOutcomes();

        // Before anything begins: what came in time while nobody looked counts before a time-out that is noticed only now.
        TakeInbox(_claim.Inbox);
        if (!IsPaused && DeadlineDue <= Time())
        {
            FireDue(Time());
        }

        if (IsBodyOver)
        {
            // What the body still said is recorded before its end; anything else that it did not wait for has been let go of.
            foreach (var said in outstanding.FindAll(static operation => !operation.IsSettled && !operation.OutlivesBody))
            {
                BeginUnlessPaused(said);
            }

            AdvanceEnding();
        }

        if (_cancelTaken && _cancel is null)
        {
            // About to be cancelled, which is delivered first: nothing is started for that, and what outlasts it is begun then.
            (_held ??= []).AddRange(outstanding);
            _isLive = true;
            return;
        }

        foreach (var operation in outstanding)
        {
            if (!operation.IsSettled)
            {
                BeginUnlessPaused(operation);
            }
        }

        _isLive = true;
        if (IsBodyOver)
        {
            AdvanceEnding();
        }
    }

    /// <summary>What the body waits for, in order of asking; a copy, because settling removes.</summary>
    private List<Operation> Outstanding()
    {
        var operations = new List<Operation>(_operations.Values);
        operations.Sort(static (left, right) => left.Number.CompareTo(right.Number));
        return operations;
    }

    private sealed class Activation : IRunEvent
    {
        public static readonly Activation Event = new();

        public void Apply(ActiveRun run)
        {
            run._isActivated = true;
            run.BeginTrace();
            run.Replay();
            if (run._inboxChanged)
            {
                // The store told of a message before the run had begun.
                run._inboxChanged = false;
                run.ReadInbox();
            }
        }
    }
}
