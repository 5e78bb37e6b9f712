namespace Durable.Tests.Harness;

/// <summary>A workflow with a step for each policy worth testing; what body and steps do is the test's <see cref="Script"/>.</summary>
[Workflow("scripted")]
internal partial class ScriptedWorkflow(Script script)
{
    public static readonly Signal<string> Go = new("go");
    public static readonly Signal<int> Count = new("count");

    public Task<string> RunAsync(WorkflowContext ctx, string input) => script.RunAsync(ctx, this, input);

    [Step]
    public virtual Task<string> AlphaAsync(string argument, StepContext step = default) => script.StepAsync(argument, step);

    [Step]
    public virtual Task<string> BetaAsync(string argument, StepContext step = default) => script.StepAsync(argument, step);

    [Step(MaxAttempts = 1)]
    public virtual Task<string> OnceAsync(string argument, StepContext step = default) => script.StepAsync(argument, step);

    [Step(MaxAttempts = 3, RetryDelay = "10s", Backoff = Backoff.Constant, Jitter = false, Compensate = nameof(UndoDoAsync))]
    public virtual Task<string> DoAsync(string argument, StepContext step = default) => script.StepAsync(argument, step);

    private Task UndoDoAsync(string argument, string result, StepContext step) => script.UndoAsync(argument, result, step);

    [Step(MaxAttempts = 1, Timeout = "30s", Compensate = nameof(UndoBeginAsync), CompensateOn = CompensateOn.Started)]
    public virtual Task<string> BeginAsync(string argument, StepContext step = default) => script.StepAsync(argument, step);

    private Task UndoBeginAsync(string argument, string? result, StepContext step) => script.UndoAsync(argument, result, step);

    [Step(MaxAttempts = 2, Timeout = "30s", RetryDelay = "10s", Jitter = false)]
    public virtual Task<string> TimedAsync(string argument, StepContext step = default) => script.StepAsync(argument, step);

    [Step(MaxAttempts = 2, HeartbeatTimeout = "30s", RetryDelay = "10s", Jitter = false)]
    public virtual Task<string> BeatingAsync(string argument, StepContext step = default) => script.StepAsync(argument, step);

    [Step(Queue = "gpu")]
    public virtual Task<string> FarStoppableAsync(string argument, StepContext step = default, CancellationToken cancellationToken = default) =>
        script.StepAsync(argument, step);

    [Step(MaxConcurrency = 3)]
    public virtual Task<string> NarrowAsync(string argument, StepContext step = default) => script.StepAsync(argument, step);

    [Step(MaxConcurrency = 2)]
    public virtual Task<string> PerKeyAsync([StepKey] string key, string argument, StepContext step = default) => script.StepAsync($"{key} {argument}", step);

    [Step(Queue = "gpu", MaxAttempts = 3, RetryDelay = "10s", Backoff = Backoff.Constant, Jitter = false)]
    public virtual Task<string> RemoteAsync(string argument, StepContext step = default) => script.StepAsync(argument, step);

    [Step(Queue = "gpu", MaxAttempts = 1, Compensate = nameof(UndoFarAsync), CompensateOn = CompensateOn.Started)]
    public virtual Task<string> FarAsync(string argument, StepContext step = default) => script.StepAsync(argument, step);

    private Task UndoFarAsync(string argument, string? result, StepContext step) => script.UndoAsync(argument, result, step);

    [Step(MaxAttempts = 0, RetryDelay = "1h", MaxRetryDelay = "1h", Jitter = false)]
    public virtual Task<string> HourlyAsync(string argument, StepContext step = default) => script.StepAsync(argument, step);

    [Step(MaxAttempts = 5, RetryDelay = "0s", Jitter = false)]
    public virtual Task<string> EagerAsync(string argument, StepContext step = default) => script.StepAsync(argument, step);

    [Step(NonRetryable = [typeof(InvalidOperationException)])]
    public virtual Task<string> PickyAsync(string argument, StepContext step = default) => script.StepAsync(argument, step);

    [Step]
    public virtual Task<string> StoppableAsync(string argument, StepContext step = default, CancellationToken cancellationToken = default) =>
        script.StepAsync(argument, step);

    [Step(MaxAttempts = 3, RetryDelay = "10s", Jitter = false)]
    public virtual Task<List<int>> AddAsync(List<int> numbers, StepContext step = default)
    {
        numbers.Add(numbers.Count);
        return script.StepAsync(string.Join(",", numbers), step).ContinueWith(_ => numbers, TaskScheduler.Default);
    }

    /// <summary>Has the id that the first sleep of a body has, too.</summary>
    [Step("sleep")]
    public virtual Task SleepAsync() => Task.CompletedTask;

    [Step(MaxAttempts = 1)]
    public virtual Task<double> NumberAsync(double number) => Task.FromResult(number);

    [Step(MaxAttempts = 1)]
    public virtual Task<double> DivideAsync(double number, double by) => Task.FromResult(number / by);

    [Step]
    public virtual Task<int?> NullAsync() => Task.FromResult<int?>(null);

    [Step]
    public virtual Task<bool> FalseAsync() => Task.FromResult(false);

    [Step]
    public virtual ValueTask<string[]> EmptyAsync() => ValueTask.FromResult(Array.Empty<string>());

    [Step]
    public virtual Task<List<int>> ManyAsync(int count) => Task.FromResult(Enumerable.Range(0, count).ToList());

    [Step]
    public virtual Task NothingAsync() => Task.CompletedTask;
}
