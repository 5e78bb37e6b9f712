namespace Durable.Tests.Steps;

/// <summary>A workflow whose steps are limited; the test says what its body does.</summary>
[Workflow("limited")]
internal partial class RateLimitWorkflow(RateLimitScript script)
{
    public static readonly Signal<string> Go = new("go");

    [AllowNondeterminism("the body is the test's, and each test sees to its own")]
    public Task<string> RunAsync(WorkflowContext ctx, string input) => script.Body(ctx, this, input);

    [Step("wait", MaxAttempts = 2, RetryDelay = "1s", Jitter = false, Timeout = "5s"), RateLimit("wait:{key}", Limit = 2, Per = "20s")]
    public virtual Task<string> WaitAsync(string key, StepContext step = default) => script.CallAsync(key, step);

    [Step("fail", MaxAttempts = 2, RetryDelay = "1s", Jitter = false), RateLimit("fail", Limit = 1, Per = "20s", OnLimit = OnLimit.Fail)]
    public virtual Task<string> FailAsync(string key, StepContext step = default) => script.CallAsync(key, step);

    [Step("once", MaxAttempts = 1), RateLimit("fail", Limit = 1, Per = "20s", OnLimit = OnLimit.Fail)]
    public virtual Task<string> OnceAsync(string key, StepContext step = default) => script.CallAsync(key, step);
}

internal sealed class RateLimitScript
{
    private readonly List<string> _calls = [];

    public required Func<WorkflowContext, RateLimitWorkflow, string, Task<string>> Body { get; init; }

    public TimeProvider Time { get; set; } = TimeProvider.System;

    public DateTimeOffset Begin { get; set; }

    public Func<StepContext, Task> Step { get; init; } = static _ => Task.CompletedTask;

    /// <summary>Each attempt and the seconds after the beginning at which it was made: <c>wait 1 at 10</c>.</summary>
    public IReadOnlyList<string> Calls
    {
        get
        {
            lock (_calls)
            {
                return [.. _calls];
            }
        }
    }

    public async Task<string> CallAsync(string key, StepContext step)
    {
        lock (_calls)
        {
            _calls.Add($"{step.StepId}({key}) {step.Attempt} at {(Time.GetUtcNow() - Begin).TotalSeconds:0}");
        }

        await Step(step);
        return key;
    }
}
