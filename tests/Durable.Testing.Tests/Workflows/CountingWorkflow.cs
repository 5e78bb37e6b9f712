namespace Durable.Tests.Testing;

/// <summary>Wrong: what it returns depends on how often its body has run in this process.</summary>
[Workflow("counting")]
internal partial class CountingWorkflow
{
    public static int Count { get; set; }

    public async Task<string> RunAsync(WorkflowContext ctx)
    {
        var count = ++Count;
        return $"{await SayAsync("run")} {count}";
    }

    [Step("say")]
    protected virtual Task<string> SayAsync(string what) => Task.FromResult(what);
}
