namespace Durable.Tests.Journal;

/// <summary>Pays before a sleep, or, after a change that also passes another amount, behind it.</summary>
[Workflow("paid")]
internal partial class PaidWorkflow(PaidWorkflow.Code code)
{
    public static readonly Signal<string> Go = new("go");

    private string _paid = "nothing";

    [AllowNondeterminism("The test changes the code under a run.")]
    public async Task<string> RunAsync(WorkflowContext ctx)
    {
        if (!code.IsChanged)
        {
            _paid = await PayAsync("o-42", 1);
        }

        await ctx.SleepAsync(TimeSpan.FromHours(1));
        if (code.IsChanged)
        {
            _paid = await PayAsync("o-42", 2);
        }

        return _paid + await ctx.WaitForSignalAsync(Go);
    }

    [Query]
    public string Paid() => _paid;

    [Step]
    public virtual Task<string> PayAsync([StepKey] string order, int amount) => Task.FromResult($"{order} {amount}");

    public sealed class Code
    {
        public bool IsChanged { get; set; }
    }
}
