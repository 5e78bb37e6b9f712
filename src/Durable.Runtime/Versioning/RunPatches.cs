namespace Durable.Versioning;

/// <summary>Which changes a run has, decided once per change when the body first asks, and the same for ever after.</summary>
/// <remarks>
/// Recorded: the run has the change. Asked for where the body has been before, and not recorded: the run passed this point before the change shipped, so it goes on
/// without. Asked for where the body comes for the first time, the beginning of a new run included: the run has the change from here on, and that is recorded.
/// Crash before it is: asked anew, with the same answer.
/// </remarks>
internal sealed class RunPatches(IEnumerable<string> recorded)
{
    private readonly Dictionary<string, bool> _decisions =
        recorded.Distinct(StringComparer.Ordinal).ToDictionary(change => change, _ => true, StringComparer.Ordinal);

    /// <param name="change">The change's name.</param>
    /// <param name="isRepeating">Whether the body has been here before, perhaps with older code.</param>
    /// <param name="record">Called when the decision has to be recorded.</param>
    public bool Has(string change, bool isRepeating, Action<string> record)
    {
        if (!_decisions.TryGetValue(change, out var has))
        {
            has = !isRepeating;
            _decisions.Add(change, has);
            if (has)
            {
                record(change);
            }
        }

        return has;
    }
}
