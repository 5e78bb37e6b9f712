namespace Durable.Tests.Harness;

// Steps that declare more than a policy.
internal partial class ScriptedWorkflow
{
    [Step("keyed", MaxAttempts = 2, RetryDelay = "10s", Jitter = false, Compensate = nameof(UndoKeyedAsync))]
    public virtual Task<string> KeyedAsync([StepKey] string key, string argument = "", StepContext step = default) => script.StepAsync(key + argument, step);

    private Task UndoKeyedAsync(string key, string argument, string? result, StepContext step) => script.UndoAsync(key + argument, result, step);
}
