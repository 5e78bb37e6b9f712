namespace Durable.Testing;

/// <summary>Where a process dies.</summary>
/// <param name="Write">From 1.</param>
/// <param name="Moment">When, around it.</param>
internal sealed record CrashPoint(int Write, CrashMoment Moment);

/// <summary>One play of a scenario.</summary>
/// <param name="Outcome">What is compared; null for a play that did not end.</param>
/// <param name="Writes">What was written, in order, in words.</param>
/// <param name="Broken">Which promise was broken, or null.</param>
/// <param name="Exception">What the scenario threw, or null.</param>
/// <param name="Unreplayable">The run whose journal the code does not walk through, or null; not looked at without a crash.</param>
internal sealed record Play(PlayOutcome? Outcome, IReadOnlyList<string> Writes, string? Broken, Exception? Exception, string? Unreplayable);

/// <summary>What a play ended with, in words that can be compared.</summary>
/// <param name="Returned">What the scenario returned or threw.</param>
/// <param name="Runs">How each run stands, by its id.</param>
internal sealed record PlayOutcome(string Returned, IReadOnlyDictionary<string, string> Runs)
{
    /// <summary>The first difference, or null.</summary>
    public string? DifferenceFrom(PlayOutcome other)
    {
        foreach (var (runId, state) in Runs.OrderBy(run => run.Key, StringComparer.Ordinal))
        {
            if (!other.Runs.TryGetValue(runId, out var now))
            {
                return $"run '{runId}' is missing; without a crash it is {state}.";
            }

            if (now != state)
            {
                return $"run '{runId}' is {now}; without a crash it is {state}.";
            }
        }

        foreach (var runId in other.Runs.Keys.Except(Runs.Keys, StringComparer.Ordinal))
        {
            return $"there is a run '{runId}' ({other.Runs[runId]}), which is not there without a crash.";
        }

        return Returned == other.Returned ? null : $"the scenario ended with '{other.Returned}'; without a crash with '{Returned}'.";
    }
}
