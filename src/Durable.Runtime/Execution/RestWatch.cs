namespace Durable.Execution;

/// <summary>Tells whoever asked for it that a run, or the claiming of runs, has come to rest. Costs a look at a field while nobody asks.</summary>
internal sealed class RestWatch
{
    /// <summary>Raised on any thread, after the fact; handlers return at once.</summary>
    public event Action? Rested;

    public void Tell() => Rested?.Invoke();
}
