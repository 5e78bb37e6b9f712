using System.Globalization;
using Durable.Journal;
using Durable.Storage;

namespace Durable.Execution;

/// <summary>A run that was retried or forked: which of its records count, and under which keys it does things again.</summary>
internal sealed partial class ActiveRun
{
    private IReadOnlyDictionary<string, int>? _redone;
    private Dictionary<string, List<JournalRecord>>? _reusable;
    private List<string>? _unanswered;
    private List<string>? _failed;
    private int _copiedTo;
    private Queue<ForkRecord>? _forks;
    private string? _seed;

    private string OwnSeed => $"{RunKey.SpaceOfTenant(Tenant)}{RunId}/{StartRecord.Generation}";

    /// <summary>The run had ended for a while, and messages to it went nowhere.</summary>
    public bool MayHaveMissedMessages { get; private set; }

    /// <summary>Whether a record was copied from the run that this one was forked from.</summary>
    public bool IsCopied(JournalRecord record) => record.Position < _copiedTo;

    void IRecordTarget.Reused(JournalRecord record)
    {
        if (_operations.TryGetValue(record.OperationId!, out var operation))
        {
            Reuse(operation, record);
        }
        else
        {
            _reusable ??= new Dictionary<string, List<JournalRecord>>(StringComparer.Ordinal);
            if (!_reusable.TryGetValue(record.OperationId!, out var records))
            {
                _reusable.Add(record.OperationId!, records = []);
            }

            records.Add(record);
        }
    }

    void IRecordTarget.Retried(RetryRecord record)
    {
        MayHaveMissedMessages = true;
        NoteBroughtBack(record.Mode, record.Position);
        if (record.Mode == RetryMode.Undo)
        {
            Undo.PutFailedBack();
        }

        if (record.Timestamp >= _deadline)
        {
            // A run that had no time left gets as much as it needs; otherwise nothing could ever be retried after a while.
            _deadline = null;
        }
    }

    void IRecordTarget.Forked(ForkRecord record)
    {
        _pause = null;
    }

    /// <summary>
    /// Lets chance be the fork's own from the last copied record on: what the body asks for in reaction to that one is recorded nowhere yet, so nothing can contradict it.
    /// </summary>
    private void Reseed(JournalRecord next)
    {
        while (_forks is not null && _forks.TryPeek(out var fork) && fork.Position - 1 <= next.Position)
        {
            _seed = _forks.Dequeue().Seed;
            _random?.Seed(_seed);
        }
    }

    /// <summary>The records that count, and what follows from those that do not.</summary>
    private List<JournalRecord> ReadHistory()
    {
        var records = _claim.Journal.Select(RecordReader.Read).ToList();
        _patches = [.. records.OfType<PatchRecord>().Select(patch => patch.Change)];
        if (records.Exists(static record => record is ForkRecord))
        {
            _forks = new Queue<ForkRecord>(records.OfType<ForkRecord>());
            _copiedTo = _forks.Last().Position;
        }

        var history = EffectiveHistory.Of(records);
        _redone = history.Redone;
        if (history.Records.Count < records.Count)
        {
            // Spent is spent, also by what is done again.
            Spend.Add(records.Sum(static record => record.Spend) - history.Records.Sum(static record => record.Spend));
        }

        return history.Records;
    }

    /// <summary>Gives an operation that is asked for what was recorded of it before a retry.</summary>
    private void ReuseRecorded(Operation operation)
    {
        if (_reusable is null || !_reusable.Remove(operation.Id, out var records))
        {
            return;
        }

        foreach (var record in records)
        {
            if (!operation.IsSettled)
            {
                Reuse(operation, record);
            }
        }
    }

    private static void Reuse(Operation operation, JournalRecord record)
    {
        try
        {
            Deliver(operation, record);
        }
        catch (ReplayMismatchException)
        {
            // After the retry the body asks for something else under this name, perhaps with another input: it is done, as if it had never been done before. Replay comes to
            // the same decision, from the same record.
        }
    }

    /// <summary>Keeps in mind which failures the body has not answered with anything; called after the body has seen a record.</summary>
    private void NoteFailure(JournalRecord record, bool isAnswered)
    {
        if (record is OperationRecord { IsFailure: true } && !isAnswered)
        {
            (_unanswered ??= []).Add(record.OperationId!);
        }
    }

    /// <summary>Keeps what a retry of the run would do again.</summary>
    private void NoteFailed(Exception? exception)
    {
        if (exception is null && _unanswered is null)
        {
            return;
        }

        _failed = _unanswered is null ? [] : [.. _unanswered];
        Collect(exception, _failed);
        _failed = [.. _failed.Distinct(StringComparer.Ordinal)];
    }

    private void Collect(Exception? exception, List<string> failed)
    {
        switch (exception)
        {
            case null:
                return;
            case DurableException { StepId: { } operationId } own when own.RunId == RunId:
                failed.Add(operationId);
                break;
            case AggregateException several:
                foreach (var inner in several.InnerExceptions)
                {
                    Collect(inner, failed);
                }

                return;
            default:
                break;
        }

        Collect(exception.InnerException, failed);
    }

    /// <summary>What tells an operation from its former self, where that was undone or its child exists: they must not be taken for one another.</summary>
    private string Again(string operationId) => _redone is not null && _redone.TryGetValue(operationId, out var retry)
        ? string.Create(CultureInfo.InvariantCulture, $"~{retry}")
        : "";
}
