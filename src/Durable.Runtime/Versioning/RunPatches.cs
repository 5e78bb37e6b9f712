namespace Durable.Versioning;

/// <summary>Which changes a run has, decided once per change when the body first asks, and the same for ever after.</summary>
/// <remarks>
/// Recorded: the run has the change. Asked for while recorded outcomes are replayed, and not recorded: the run passed this point before the change shipped, so it goes on
/// without. Asked for live: the run has the change from here on, and that is recorded.
/// </remarks>
internal sealed class RunPatches(IEnumerable<string> recorded)
{
    private readonly Dictionary<string, bool> _decisions =
        recorded.Distinct(StringComparer.Ordinal).ToDictionary(change => change, _ => true, StringComparer.Ordinal);

    /// <param name="change">The change's name.</param>
    /// <param name="isReplaying">Whether recorded outcomes are still to come.</param>
    /// <param name="record">Called when the decision has to be recorded.</param>
    public bool Has(string change, bool isReplaying, Action<string> record)
    {
        if (!_decisions.TryGetValue(change, out var has))
        {
            has = !isReplaying;
            _decisions.Add(change, has);
            if (has)
            {
                record(change);
            }
        }

        return has;
    }
}
