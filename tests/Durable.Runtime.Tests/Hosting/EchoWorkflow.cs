namespace Durable.Tests.Hosting;

/// <summary>Says back what it was given, through a step that needs a service.</summary>
[Workflow("echo")]
public partial class EchoWorkflow(Voice voice)
{
    public static readonly Signal<string> Next = new("next");

    public async Task<string> RunAsync(WorkflowContext ctx, string text) =>
        text == "wait" ? await SayAsync(await ctx.WaitForSignalAsync(Next)) : await SayAsync(text);

    [Step]
    protected virtual Task<string> SayAsync(string text) => voice.SayAsync(text);
}
