using Durable.Generators.Models;

namespace Durable.Generators.Emitting;

/// <summary>A step's policy as C# source text: only what differs from the runtime's default.</summary>
internal static class StepPolicyText
{
    public static string Of(StepPolicyModel policy)
    {
        var members = Members(policy).ToList();
        return members.Count == 0
            ? $"{RuntimeTypes.StepPolicy}.Default"
            : $"new {RuntimeTypes.StepPolicy} {{ {string.Join(", ", members)} }}";
    }

    private static IEnumerable<string> Members(StepPolicyModel policy)
    {
        if (policy.MaxAttempts is { } attempts)
        {
            yield return $"MaxAttempts = {Literal.Of(attempts)}";
        }

        if (policy.RetryDelay is { } delay)
        {
            yield return $"RetryDelay = {Literal.Of(delay)}";
        }

        if (policy.Backoff is { } backoff)
        {
            yield return $"Backoff = global::Durable.Backoff.{backoff}";
        }

        if (policy.MaxRetryDelay is { } maxDelay)
        {
            yield return $"MaxRetryDelay = {Literal.Of(maxDelay)}";
        }

        if (policy.RetryFor is { } retryFor)
        {
            yield return $"RetryFor = {Literal.Of(retryFor)}";
        }

        if (policy.Jitter is { } jitter)
        {
            yield return $"Jitter = {Literal.Of(jitter)}";
        }

        if (policy.Timeout is { } timeout)
        {
            yield return $"Timeout = {Literal.Of(timeout)}";
        }

        if (policy.HeartbeatTimeout is { } heartbeat)
        {
            yield return $"HeartbeatTimeout = {Literal.Of(heartbeat)}";
        }

        if (policy.MaxConcurrency is { } concurrency)
        {
            yield return $"MaxConcurrency = {Literal.Of(concurrency)}";
        }

        if (policy.NonRetryable.Count > 0)
        {
            yield return $"NonRetryable = [{string.Join(", ", policy.NonRetryable.Select(type => $"typeof({type})"))}]";
        }
    }
}
