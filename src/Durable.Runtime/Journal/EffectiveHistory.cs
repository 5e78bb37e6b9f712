namespace Durable.Journal;

/// <summary>What replay makes of a journal: all of it, in order, unless the run was retried. A retry adds a record that says which earlier ones no longer count.</summary>
/// <remarks>The journal itself only grows. Design: docs/adr/0020-retries.md.</remarks>
internal sealed class EffectiveHistory
{
    private readonly List<JournalRecord> _records;
    private Dictionary<string, int>? _redone;

    private EffectiveHistory(List<JournalRecord> records) => _records = records;

    /// <summary>The records to deliver, in order.</summary>
    public List<JournalRecord> Records => _records;

    /// <summary>Operations that are done anew although their effect was undone or their child exists: they need other keys than before. By the position of the retry.</summary>
    public IReadOnlyDictionary<string, int>? Redone => _redone;

    public static EffectiveHistory Of(List<JournalRecord> journal)
    {
        if (!journal.Exists(static record => record is RetryRecord))
        {
            return new EffectiveHistory(journal);
        }

        var history = new EffectiveHistory(new List<JournalRecord>(journal.Count));
        foreach (var record in journal)
        {
            if (record is RetryRecord retry)
            {
                history.Apply(retry);
            }

            history._records.Add(record);
        }

        return history;
    }

    /// <summary>The operations' own records, as they are stored.</summary>
    public IEnumerable<OperationRecord> Operations =>
        _records.Select(static record => record is ReusedRecord reused ? reused.Inner : record).OfType<OperationRecord>();

    private void Apply(RetryRecord retry)
    {
        // Whoever retries a run wants it to go on.
        _records.RemoveAll(static record => record is PauseRecord or UnpauseRecord);
        switch (retry.Mode)
        {
            case RetryMode.Reuse:
                Reuse(retry);
                break;
            case RetryMode.Drop:
                Drop(retry);
                break;
            default:
                _records.RemoveAll(static record => record is EndRecord);
                break;
        }
    }

    private void Drop(RetryRecord retry)
    {
        var kept = _records.Where(record => record.Position < retry.From).OfType<OperationRecord>().Select(record => record.OperationId).ToHashSet(StringComparer.Ordinal);
        foreach (var record in _records.Where(record => record.Position >= retry.From))
        {
            if (record is UndoRecord or ChildRecord or ReusedRecord { Inner: ChildRecord })
            {
                Redo(record.OperationId!, retry);
            }
        }

        _records.RemoveAll(record => record.Position >= retry.From && !IsFromOutside(record) && !((record is ChildEndRecord or ResumeRecord) && kept.Contains(record.OperationId!)));
    }

    private void Reuse(RetryRecord retry)
    {
        var again = retry.Operations.ToHashSet(StringComparer.Ordinal);
        var childrenThatEnded = Operations.OfType<ChildEndRecord>().Select(end => end.OperationId).ToHashSet(StringComparer.Ordinal);
        foreach (var record in Operations.Where(record => record.Position >= retry.From))
        {
            // A child that had not ended was let go of, and its end was told to nobody.
            if (record.IsFailure || (record is ChildRecord && !childrenThatEnded.Contains(record.OperationId)))
            {
                again.Add(record.OperationId);
            }
        }

        foreach (var child in Operations.OfType<ChildRecord>().Where(child => again.Contains(child.OperationId)))
        {
            Redo(child.OperationId, retry);
        }

        _records.RemoveAll(record => IsVoid((record as ReusedRecord)?.Inner ?? record));
        for (var i = 0; i < _records.Count; i++)
        {
            if (_records[i].Position >= retry.From && (_records[i] is OperationRecord or ResumeRecord))
            {
                _records[i] = new ReusedRecord(_records[i]);
            }
        }

        bool IsVoid(JournalRecord record) => record is OperationRecord or ResumeRecord
            ? again.Contains(record.OperationId!) && (record is OperationRecord { IsFailure: true } or AttemptRecord or ChildRecord or TaskRecord or SuspendRecord or TokenRecord or ResumeRecord)
            : record.Position >= retry.From && !IsFromOutside(record);
    }

    private void Redo(string operationId, RetryRecord retry) =>
        (_redone ??= new Dictionary<string, int>(StringComparer.Ordinal))[operationId] = retry.Position;

    private static bool IsFromOutside(JournalRecord record) => record is SignalRecord or AnswerRecord or UpdateRecord or PatchRecord;
}
