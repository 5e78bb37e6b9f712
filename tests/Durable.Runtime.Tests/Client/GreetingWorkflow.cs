namespace Durable.Tests.Client;

/// <summary>What the client tests start. No worker runs it there: they play the worker themselves.</summary>
[Workflow("greeting")]
public partial class GreetingWorkflow
{
    public static readonly Signal<Answer> Answered = new("answered");

    public async Task<string> RunAsync(WorkflowContext ctx, Person person)
    {
        var answer = await ctx.WaitForSignalAsync(Answered);
        return await GreetAsync(person, answer);
    }

    [Step]
    protected virtual Task<string> GreetAsync(Person person, Answer answer) => Task.FromResult($"{person.Name}: {answer.Text}");
}
