namespace Durable.Conditions;

/// <summary>The conditions a run waits for, in order of asking.</summary>
internal sealed class RunConditions
{
    private readonly List<WaitUntilOperation> _waits = [];

    public void Add(WaitUntilOperation wait) => _waits.Add(wait);

    /// <summary>Ends the first wait whose condition holds; true when there was one, and then others may have come true.</summary>
    public bool CheckOnce()
    {
        _waits.RemoveAll(static wait => wait.IsSettled);
        foreach (var wait in _waits)
        {
            if (wait.Check())
            {
                return true;
            }
        }

        return false;
    }
}
