using System.Threading.Tasks.Sources;

namespace Durable.Storage.Files;

/// <summary>
/// A commit on its way. A run has one commit under way at most, so one object serves all of an owner's commits, and a step costs no task.
/// The awaiting continuation runs inline on the writer's thread: a hop through the pool was measured to cost a third of the throughput.
/// </summary>
internal sealed class CommitWrite(FileStore store, FileRun run) : JournalWrite, IValueTaskSource<CommitOutcome>
{
    private ManualResetValueTaskSourceCore<CommitOutcome> _done;
    private int _records;
    private RunState _state;
    private long _inboxTaken;
    private long? _inboxSeen;
    private JournalEntry? _end;
    private ReadOnlyMemory<byte>? _summary;
    private RunCommit? _sending;
    private TaskCompletionSource<RunRow>[] _creations = [];
    private RunRow[] _created = [];
    private List<(IRunOwner Owner, string RunId)>? _told;

    /// <summary>The last outcome has been taken by whoever awaited it, so that the object can serve again.</summary>
    public bool IsIdle { get; private set; } = true;

    /// <summary>For a commit that finishes the run: the idempotency keys that count again should it be reopened.</summary>
    public IReadOnlyCollection<string> Seen { get; set; } = [];

    public ValueTask<CommitOutcome> Task => new(this, _done.Version);

    /// <param name="commit">What to store.</param>
    /// <param name="creations">Completed with the rows of the commit's new runs.</param>
    public void Prepare(RunCommit commit, TaskCompletionSource<RunRow>[] creations)
    {
        Lines.Commit(ref Line, commit, run.First, run.Last, Seen);
        _records = commit.Records.Count;
        _state = commit.State;
        _inboxTaken = commit.InboxTaken;
        _inboxSeen = commit.InboxSeen;
        _end = commit.End;
        _summary = commit.Summary;
        _sending = commit.NewRuns.Count + commit.Messages.Count > 0 || commit.NextGeneration is not null ? commit : null;
        _creations = creations;
        _done.Reset();
        IsIdle = false;
    }

    // The pool keeps few arrays of one size, fewer than a batch has lines; a run's own one is not lost to it.
    public override void LineCopied() => Line.DisposeIfLong();

    public override void Apply()
    {
        run.Summary = LineParser.SummaryAfter(run.Summary, Location, says: _summary is not null, isThere: _summary is { IsEmpty: false }, _state);
        store.ApplyCommit(run, Location, _records, _state, _inboxTaken, _inboxSeen, _end);
        if (_sending is { } commit)
        {
            _created = store.ApplySends(run, commit, Location, ref _told);
        }
    }

    public override void Complete(Exception? failure)
    {
        // The awaiting continuation may use this object for the next commit.
        var (creations, created, told) = (_creations, _created, _told);
        (_sending, _creations, _created, _told) = (null, [], [], null);
        for (var i = 0; i < creations.Length; i++)
        {
            if (failure is null)
            {
                creations[i].SetResult(created[i]);
            }
            else
            {
                creations[i].SetException(failure);

                // Nobody need have waited for it; the commit's own caller learns of the failure below.
                _ = creations[i].Task.Exception;
            }
        }

        told?.ForEach(static run => run.Owner.InboxChanged(run.RunId));
        if (failure is null)
        {
            _done.SetResult(CommitOutcome.Applied);
        }
        else
        {
            _done.SetException(failure);
        }
    }

    public CommitOutcome GetResult(short token)
    {
        try
        {
            return _done.GetResult(token);
        }
        finally
        {
            IsIdle = true;
        }
    }

    public ValueTaskSourceStatus GetStatus(short token) => _done.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _done.OnCompleted(continuation, state, token, flags);
}
