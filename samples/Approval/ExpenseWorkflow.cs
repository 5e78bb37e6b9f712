using Durable;

namespace Approval;

/// <summary>An expense above a limit is paid only when a person says so in time. The question waits for days without costing anything.</summary>
[Workflow("expense")]
public partial class ExpenseWorkflow(Bank bank, ApprovalPolicy policy)
{
    public const decimal Limit = 100m;

    public static readonly Ask<bool> Approve = new("approve");

    public async Task<Decision> RunAsync(WorkflowContext ctx, Expense expense)
    {
        if (expense.Amount > Limit)
        {
            try
            {
                var prompt = AskPrompt.Confirm(FormattableString.Invariant($"{expense.Employee} wants {expense.Amount:F2} back for {expense.What}. Pay?"));
                if (!await ctx.AskAsync(Approve, prompt with { Assignee = "finance", ExpiresIn = await ExpiryAsync() }))
                {
                    return new Decision(Paid: false, "refused");
                }
            }
            catch (AskExpiredException)
            {
                return new Decision(Paid: false, "nobody answered in time");
            }
        }

        return new Decision(Paid: true, "paid", await TransferAsync(expense));
    }

    [Step("expiry")]
    protected virtual Task<TimeSpan> ExpiryAsync() => Task.FromResult(policy.AnswerWithin);

    [Step("transfer")]
    protected virtual Task<string> TransferAsync(Expense expense, StepContext step = default) =>
        bank.TransferAsync(expense.Employee, expense.Amount, step.IdempotencyKey);
}
