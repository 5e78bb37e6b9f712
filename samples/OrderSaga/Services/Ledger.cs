namespace OrderSaga.Services;

/// <summary>
/// The outside world's memory: every call the services got, in a file of their own that the workflow engine never sees.
/// Like any decent payment provider they do a call once per idempotency key, over restarts too.
/// </summary>
public sealed class Ledger : IDisposable
{
    private readonly Lock _lock = new();
    private readonly JsonLinesFile<LedgerEntry> _file;
    private readonly List<LedgerEntry> _entries;
    private readonly Dictionary<string, LedgerEntry> _done;

    public Ledger(string path)
    {
        _entries = [.. Read(path)];
        _done = _entries.Where(entry => entry.Outcome == LedgerOutcome.Done).ToDictionary(entry => entry.IdempotencyKey, StringComparer.Ordinal);
        _file = new JsonLinesFile<LedgerEntry>(path, SampleJsonContext.Default.LedgerEntry);
    }

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count;
            }
        }
    }

    internal static IReadOnlyList<LedgerEntry> Read(string path) => JsonLinesFile<LedgerEntry>.Read(path, SampleJsonContext.Default.LedgerEntry);

    /// <summary>Notes a call: as done the first time its key is seen, as repeated from then on.</summary>
    /// <param name="call">What is asked for.</param>
    /// <param name="objection">Why it cannot be done, judged by everything done so far; null to do it.</param>
    /// <returns>The entry that counts: this one, or that of the first time.</returns>
    internal LedgerEntry Post(LedgerEntry call, Func<IReadOnlyCollection<LedgerEntry>, string?> objection)
    {
        lock (_lock)
        {
            if (_done.TryGetValue(call.IdempotencyKey, out var earlier))
            {
                Append(call with { Outcome = LedgerOutcome.Repeated, Reference = earlier.Reference });
                return earlier;
            }

            var entry = objection(_done.Values) is { } reason
                ? call with { Outcome = LedgerOutcome.Refused, Reference = null, Reason = reason }
                : call with { Outcome = LedgerOutcome.Done };
            Append(entry);
            return entry;
        }
    }

    public void Dispose() => _file.Dispose();

    private void Append(LedgerEntry entry)
    {
        _file.Append(entry);
        _entries.Add(entry);
        if (entry.Outcome == LedgerOutcome.Done)
        {
            _done.Add(entry.IdempotencyKey, entry);
        }
    }
}
