namespace Durable.Tests.Harness;

/// <summary>The workflow that a <see cref="ScriptedWorkflow"/> has as children; what its body does is the test's <see cref="ChildScript"/>.</summary>
[Workflow("child")]
internal partial class ChildWorkflow(ChildScript script)
{
    public static readonly Signal<string> Go = new("go");

    public Task<string> RunAsync(WorkflowContext ctx, string input) => script.Body(ctx, this, input);

    public static Task<string> AgainAsync(WorkflowContext ctx, string input) => ContinueAsNewAsync(ctx, input);

    [Step(MaxAttempts = 1, Compensate = nameof(UndoAsync))]
    public virtual Task<string> DoAsync(string argument) => Task.FromResult(argument);

    private Task UndoAsync(string argument, StepContext step) => script.Undo(argument, step);
}
