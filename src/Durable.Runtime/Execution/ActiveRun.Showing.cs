using Durable.Asks;
using Durable.Children;
using Durable.Journal;
using Durable.Metadata;
using Durable.Showing;
using Durable.Storage;

namespace Durable.Execution;

/// <summary>What callers are shown of the run: told when they ask, and stored with the commits that bring it to rest.</summary>
/// <remarks>A busy run stores nothing of the sort, unless a commit holds a question, a child, a retry or metadata; so a step costs no more than its record.</remarks>
internal sealed partial class ActiveRun
{
    // More would make each commit of a wide fan-out as large as all that it waits for.
    private const int MostStored = 100;

    private ReadOnlyMemory<byte> _durableSummary;
    private ReadOnlyMemory<byte> _committedSummary;

    /// <summary>What the run shows of itself, as far as the body has got.</summary>
    public MetadataValues Metadata { get; set; } = MetadataValues.None;

    /// <summary>What the run looks like now; null once it has left memory, or where its row says it all. Called on any thread.</summary>
    public Task<RunView?> ShowAsync()
    {
        var request = new ShowRequest();
        _mailbox.PostElsewhere(request);
        return request.View;
    }

    /// <summary>What a run that was rebuilt to be asked shows.</summary>
    public RunSummary SummarizeAll() => Summarize(int.MaxValue);

    void IRecordTarget.MetadataReceived(MetadataReceivedRecord record)
    {
        try
        {
            Metadata = Metadata.With(record.Change, RunId);
        }
        catch (DurableException exception)
        {
            // The sender is another run and has long gone on. The same on replay, so nothing depends on when it is found out.
            if (!IsReplaying)
            {
                Log.MetadataRefused(Services.RunLogger, exception, RunId, record.Change.Name);
            }
        }
    }

    private RunView? Show()
    {
        if (_closed || _parked is not null || _deferred is not null || _activation is null || IsReplaying)
        {
            return null;
        }

        var state = _committing ? _committedState
            : _endAppended ? _durableState
            : IsPaused ? PausedState()
            : StateOf(isResuming: !IsIdle);

        return state.IsFinished ? null : new RunView(state, Summarize(int.MaxValue));
    }

    /// <summary>What the commit in hand says about the row's summary; null where nothing has to be said.</summary>
    private ReadOnlyMemory<byte>? SummaryFor(RunState state)
    {
        if (_parked is not null || !(state.IsFinished || IsAtRest(state) || _inFlight.Exists(static record => record.ChangesView)))
        {
            return null;
        }

        RunSummary summary;
        if (_activation is null)
        {
            if (!state.IsFinished)
            {
                return null;
            }

            // Ended without its body: what it showed last stays.
            summary = new RunSummary { Metadata = RunSummary.Read(_durableSummary).Metadata };
        }
        else
        {
            summary = state.IsFinished ? new RunSummary { Metadata = MetadataAfterCommit() } : Summarize(MostStored);
        }

        var bytes = summary.ToUtf8();
        if (bytes.Span.SequenceEqual(_durableSummary.Span) && (!state.IsFinished || bytes.IsEmpty))
        {
            return null;
        }

        return bytes;
    }

    private static bool IsAtRest(RunState state) => state.Status is RunStatus.Waiting or RunStatus.Paused || state.WakeAt is not null;

    private RunSummary Summarize(int most)
    {
        List<PendingOperation>? operations = null;
        List<SummarizedAsk>? asks = null;
        List<OpenChild>? children = null;
        string? state = null;
        var more = 0;
        var over = OverWithThisCommit();
        foreach (var operation in Outstanding())
        {
            if (over?.Contains(operation.Id) == true)
            {
                continue;
            }

            state = operation.Id;
            if (operations?.Count >= most)
            {
                more++;
                continue;
            }

            (operations ??= []).Add(operation.Show());
            if (operation is AskOperation ask)
            {
                (asks ??= []).Add(new SummarizedAsk(ask.Id, ask.Name, ask.Prompt, ask.Until ?? 0));
            }
            else if (operation is ChildOperation child)
            {
                (children ??= []).Add(child.ToOpenChild());
            }
        }

        return new RunSummary
        {
            State = state,
            Operations = operations,
            More = more,
            Asks = asks,
            Children = children,
            Metadata = MetadataAfterCommit(),
        };
    }

    /// <summary>Operations whose outcome is recorded or about to be, and has not reached the body yet.</summary>
    private HashSet<string>? OverWithThisCommit()
    {
        HashSet<string>? over = null;
        foreach (var record in _inFlight.Concat(_pending))
        {
            if (record is { EndsOperation: true, OperationId: { } id })
            {
                (over ??= new HashSet<string>(StringComparer.Ordinal)).Add(id);
            }
        }

        return over;
    }

    /// <summary>With what others sent and the commit in hand records; the body will see it when that is durable.</summary>
    private IReadOnlyDictionary<string, System.Text.Json.JsonElement>? MetadataAfterCommit()
    {
        var values = Metadata;
        foreach (var record in _inFlight)
        {
            if (record is MetadataReceivedRecord { Change: var change })
            {
                values = TryChange(values, change);
            }
        }

        return values.IsEmpty ? null : values.All;
    }

    private MetadataValues TryChange(MetadataValues values, MetadataChange change)
    {
        try
        {
            return values.With(change, RunId);
        }
        catch (DurableException)
        {
            // Said in the log when the record is delivered.
            return values;
        }
    }

    private sealed class ShowRequest : IRunEvent
    {
        private readonly TaskCompletionSource<RunView?> _view = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<RunView?> View => _view.Task;

        public void Apply(ActiveRun run) => _view.TrySetResult(run.Show());
    }
}
