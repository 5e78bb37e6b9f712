namespace Durable.Tests.Testing;

/// <summary>Waits for a signal that nobody sends.</summary>
[Workflow("deaf")]
internal partial class DeafWorkflow
{
    public static readonly Signal<string> Word = new("word");

    public Task<string> RunAsync(WorkflowContext ctx) => ctx.WaitForSignalAsync(Word);
}
