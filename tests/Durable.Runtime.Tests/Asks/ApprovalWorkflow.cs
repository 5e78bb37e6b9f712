namespace Durable.Tests.Asks;

/// <summary>Asks what its input says: one question of each type that matters.</summary>
[Workflow("approval")]
internal partial class ApprovalWorkflow
{
    public static readonly Ask<bool> Approve = new("approve");
    public static readonly Ask<int> Count = new("count");
    public static readonly Ask<string?> Comment = new("comment");
    public static readonly Ask<string> Colour = new("colour");
    public static readonly Ask<Address> Where = new("where");
    public static readonly Ask<DateTimeOffset> Day = new("day");
    public static readonly Ask<string> Word = new("word");
    public static readonly Signal<bool> Stop = new("stop");

    private string _what = "";

    public async Task<string> RunAsync(WorkflowContext ctx, string what)
    {
        _what = what;
        switch (what)
        {
            case "approve":
                return $"{await ctx.AskAsync(Approve, AskPrompt.Confirm("Pay?") with { Assignee = "boss", ExpiresIn = TimeSpan.FromDays(2), Default = "true" })}";
            case "count":
                return $"{await ctx.AskAsync(Count, AskPrompt.Number("How many?") with { Min = 0, Max = 9 })}";
            case "comment":
                return $"'{await ctx.AskAsync(Comment, AskPrompt.Text("Why?") with { Max = 5, Pattern = "[a-z]*" }) ?? "null"}'";
            case "colour":
                return await ctx.AskAsync(Colour, AskPrompt.Select("Which?", new AskChoice("r", "Red"), new AskChoice("g", "Green")));
            case "form":
                return $"{await ctx.AskAsync(Where, AskPrompt.Form("Where?", new AskField("Street", AskPrompt.Text("Street") with { Required = true }), new AskField("Number", AskPrompt.Number("Number"))))}";
            case "date":
                var day = await ctx.AskAsync(Day, AskPrompt.Date("When?") with { Assignee = "boss", Default = "2025-03-01" });
                return day.ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);
            case "password":
                return await ctx.AskAsync(Word, AskPrompt.Password("Which word?") with { Min = 4, Required = true });
            case "expire":
                try
                {
                    return $"{await ctx.AskAsync(Approve, AskPrompt.Confirm("Pay?") with { ExpiresIn = TimeSpan.FromDays(2) })}";
                }
                catch (AskExpiredException expired)
                {
                    await ctx.SleepAsync(TimeSpan.FromDays(1));
                    return $"{expired.Code} {expired.StepId} {_what}";
                }

            case "withdraw":
                using (var withdrawal = new CancellationTokenSource())
                {
                    var asked = ctx.AskAsync(Approve, AskPrompt.Confirm("Pay?"), withdrawal.Token);
                    await Task.WhenAny(asked, ctx.WaitForSignalAsync(Stop));
                    withdrawal.Cancel();
                    return $"{asked.IsCanceled} {await ctx.AskAsync(Count, AskPrompt.Number("How many?"))}";
                }

            default:
                return $"{await ctx.AskAsync(Approve, AskPrompt.Confirm("First?"))},{await ctx.AskAsync(Approve, AskPrompt.Confirm("Second?"))}";
        }
    }
}
