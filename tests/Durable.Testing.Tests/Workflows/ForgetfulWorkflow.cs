namespace Durable.Tests.Testing;

/// <summary>Wrong: what it returns comes from outside, and is another thing each time.</summary>
[Workflow("forgetful")]
internal partial class ForgetfulWorkflow
{
    public Task<string> RunAsync(WorkflowContext ctx) => SayAsync(Guid.NewGuid().ToString());

    private async Task<string> SayAsync(string what)
    {
        await PauseAsync();
        return what;
    }

    [Step("pause")]
    protected virtual Task PauseAsync() => Task.CompletedTask;
}
