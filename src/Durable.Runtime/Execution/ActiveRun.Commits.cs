using System.Runtime.CompilerServices;
using Durable.Journal;
using Durable.Payloads;
using Durable.Storage;

namespace Durable.Execution;

/// <summary>The one write path: outcomes gather, become durable in one commit, and only then reach the body, in journal order.</summary>
internal sealed partial class ActiveRun
{
    private List<JournalRecord> _pending = [];
    private List<JournalRecord> _inFlight = [];
    private ConfiguredValueTaskAwaitable<CommitOutcome>.ConfiguredValueTaskAwaiter _commit;
    private Action? _onCommitted;
    private bool _committing;
    private RunState _durableState;
    private RunState _committedState;
    private long _committedInboxTaken;
    private bool _mustCommit;
    private int _length;
    private long _lastTimestamp;

    /// <summary>Adds a record to the next commit.</summary>
    /// <returns>
    /// False after the run's end (and once it is parked): nothing was added, and whatever was to go out with the record must not go out either.
    /// A body that is terminated may still react to what was being written.
    /// </returns>
    public bool Append(JournalRecord record)
    {
        if (_endAppended || _parked is not null)
        {
            return false;
        }

        _endAppended = record.EndsJournal;
        _pending.Add(record);
        if (record is EndRecord end)
        {
            TellParent(end);
        }

        return true;
    }

    /// <summary>Sends everything that is pending to the store; what comes meanwhile gathers into the next commit.</summary>
    private void StartCommit(RunState state)
    {
        (_inFlight, _pending) = (_pending, _inFlight);
        (_sending, _outbox) = (_outbox, _sending);
        if (_inFlight is [.., ContinueRecord])
        {
            LeaveLateUpdates();
        }

        _committedState = state;
        _committedInboxTaken = _inboxTaken;
        _mustCommit = false;
        var summary = SummaryFor(state);
        _committedSummary = summary ?? (state.IsFinished ? default : _durableSummary);
        var commit = new RunCommit
        {
            Lease = _claim.Lease,
            ExpectedLength = _length,
            Records = Write(_inFlight),
            State = state,
            Summary = summary,
            InboxTaken = _inboxTaken,
            InboxSeen = _parked is null ? null : SeenWhenParked(),
            Messages = _sending?.Messages ?? (IReadOnlyList<RunMessage>)[],
            NewRuns = _sending?.NewRuns ?? (IReadOnlyList<NewRun>)[],
            NextGeneration = NextGeneration(),
        };
        _committing = true;
        CommitBegins();
        try
        {
            // May complete here and now (in memory), or later on the store's writer thread, which then carries the run on.
#pragma warning disable CA2012 // consumed once, in FinishCommit; a stored awaiter costs no allocation, an async method one per commit
            _commit = Services.Store.CommitAsync(commit).ConfigureAwait(false).GetAwaiter();
#pragma warning restore CA2012
        }
#pragma warning disable CA1031 // a store may be anybody's and throw anything: the run then knows no more what is written
        catch (Exception exception)
#pragma warning restore CA1031
        {
            CommitFailed(exception);
            return;
        }

        if (_commit.IsCompleted)
        {
            FinishCommit();
        }
        else
        {
            _commit.UnsafeOnCompleted(_onCommitted ??= () => _mailbox.Post(CommitCompleted.Event));
        }
    }

    private JournalEntry[] Write(List<JournalRecord> records)
    {
        if (records.Count == 0)
        {
            return [];
        }

        // The clock of another machine may be behind the one that wrote last: the journal's time never goes back.
        _lastTimestamp = Math.Max(_lastTimestamp, Time());
        var entries = new JournalEntry[records.Count];
        for (var i = 0; i < entries.Length; i++)
        {
            records[i].Stamp(_length + i + 1, _lastTimestamp);
            entries[i] = RecordWriter.Write(records[i]);
        }

        return entries;
    }

    private void FinishCommit()
    {
        _committing = false;
        CommitOutcome outcome;
        try
        {
            outcome = _commit.GetResult();
        }
#pragma warning disable CA1031 // as above
        catch (Exception exception)
#pragma warning restore CA1031
        {
            CommitFailed(exception);
            return;
        }
        finally
        {
            _commit = default;
        }

        if (outcome == CommitOutcome.Fenced)
        {
            Close(RunFate.Lost);
            return;
        }

        if (outcome == CommitOutcome.RunExists)
        {
            ResolveChildren();
            return;
        }

        CommitEnds();
        _sending?.Clear();
        _durableState = _committedState;
        _durableInboxTaken = _committedInboxTaken;
        _durableSummary = _committedSummary;
        _length += _inFlight.Count;
        if (_inFlight.Count > 0)
        {
            _cleared?.TrySetResult();
        }

        if (_parked is null)
        {
            foreach (var record in _inFlight)
            {
                // Without its body a run only keeps what it is sent: whoever reacts to it will find it in the journal.
                if (_activation is not null || record is EndRecord)
                {
                    Deliver(record);
                }
            }
        }

        _inFlight.Clear();
    }

    /// <summary>Hands a durable record to the run, and lets the body go as far as it gets.</summary>
    private void Deliver(JournalRecord record)
    {
        var asked = _asked;
        Now = Math.Max(Now, record.Timestamp);
        Position = record.Position;
        Reseed(record);
        using (Scheduler.Enter())
        {
            record.DeliverTo(this);
            Scheduler.Drain();
            while (!IsBodyOver && _conditions?.CheckOnce() == true)
            {
                Scheduler.Drain();
            }
        }

        if (_closed)
        {
            return;
        }

        if (!_handlersOver)
        {
            CollectHandlers();
        }

        if (!IsBodyOver && _activation?.EndedBody is { } body)
        {
            NoteFailed(body.Exception);
            EndBody(OutcomeOf(body));
        }
        else if (!IsBodyOver)
        {
            NoteFailure(record, isAnswered: _asked != asked);
        }

        _handlersOver = IsBodyOver;
        if (IsBodyOver)
        {
            CheckNothingKept();
            AdvanceEnding();
        }
    }

    private void CommitFailed(Exception exception)
    {
        if (_parked is null && PayloadErrors.IsOne(exception))
        {
            // Nothing was written, and the store is not to blame; what was to be is done again after a retry.
            _committing = false;
            _inFlight.Clear();
            _sending?.Clear();
            Park(exception);
        }
        else
        {
            StoreFailed(exception);
        }
    }

    private void StoreFailed(Exception exception)
    {
        _committing = false;
        Log.RunCannotCommit(Services.RunLogger, exception, RunId);
        Failure = exception;
        Close(RunFate.StoreFailed);
    }

    private sealed class CommitCompleted : IRunEvent
    {
        public static readonly CommitCompleted Event = new();

        public void Apply(ActiveRun run) => run.FinishCommit();
    }
}
