namespace Durable.Tests.Principals;

/// <summary>A workflow for principals: what its body and its steps do is the test's <see cref="SpendingScript"/>.</summary>
[Workflow("spending")]
internal partial class SpendingWorkflow(SpendingScript script)
{
    public static readonly Signal<string> Go = new("go");

    [AllowNondeterminism("the body is the test's, and each test sees to its own")]
    public Task<string> RunAsync(WorkflowContext ctx, string input) => script.Body(ctx, this, input);

    public static Task<string> AgainAsync(WorkflowContext ctx, string input) => ContinueAsNewAsync(ctx, input);

    [Step("spend", MaxAttempts = 2, RetryDelay = "0s", Jitter = false, Compensate = nameof(UndoSpendAsync))]
    public virtual Task<string> SpendAsync(decimal amount, StepContext step = default) => script.CallAsync(amount, step);

    private Task UndoSpendAsync(decimal amount, StepContext step) => script.CallAsync(amount, step);

    [Step("scoped", RequiresScope = "payments:write", Compensate = nameof(UndoScopedAsync), CompensateOn = CompensateOn.Started)]
    public virtual Task<string> ScopedAsync(decimal amount, StepContext step = default) => script.CallAsync(amount, step);

    private Task UndoScopedAsync(decimal amount, StepContext step) => script.CallAsync(amount, step);
}

internal sealed class SpendingScript
{
    private readonly System.Collections.Concurrent.ConcurrentQueue<string> _calls = new();

    public required Func<WorkflowContext, SpendingWorkflow, string, Task<string>> Body { get; init; }

    /// <summary>What a step does after it was noted; default: counts its amount.</summary>
    public Func<decimal, StepContext, Task> Step { get; init; } = static (amount, step) =>
    {
        step.AddSpend(amount);
        return Task.CompletedTask;
    };

    /// <summary>Each attempt: <c>spend 1 left 7.5</c>.</summary>
    public IReadOnlyList<string> Calls => [.. _calls];

    public async Task<string> CallAsync(decimal amount, StepContext step)
    {
        _calls.Enqueue(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{step.StepId} {step.Attempt} left {step.SpendLeft}"));
        await Step(amount, step);
        return $"{step.Principal?.Id}";
    }
}
