namespace Durable.Steps;

/// <summary>When the next attempt of a step starts, if one does.</summary>
internal static class RetrySchedule
{
    /// <summary>The delay after a failed attempt, or null when it was the last.</summary>
    /// <param name="policy">The step's policy.</param>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    /// <param name="elapsed">Since the first attempt started.</param>
    /// <param name="asked">What the step itself asked for; replaces the policy's delay.</param>
    /// <param name="chance">From 0 to 1, for jitter.</param>
    public static TimeSpan? DelayAfter(StepPolicy policy, int attempt, TimeSpan elapsed, TimeSpan? asked, double chance)
    {
        if (policy.MaxAttempts != 0 && attempt >= policy.MaxAttempts)
        {
            return null;
        }

        var delay = asked ?? Computed(policy, attempt) * (policy.Jitter ? chance : 1);
        return policy.RetryFor is { } limit && elapsed + delay > limit ? null : delay;
    }

    /// <summary>The policy's delay before jitter: first × 2^(n-1), first × n or first, at most <see cref="StepPolicy.MaxRetryDelay"/>.</summary>
    private static TimeSpan Computed(StepPolicy policy, int attempt)
    {
        var factor = policy.Backoff switch
        {
            // Far beyond any cap, and still a number that zero can be multiplied with.
            Backoff.Exponential => Math.Pow(2, Math.Min(attempt - 1, 62)),
            Backoff.Linear => attempt,
            _ => 1,
        };
        var milliseconds = Math.Min(policy.RetryDelay.TotalMilliseconds * factor, policy.MaxRetryDelay.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(milliseconds);
    }
}
