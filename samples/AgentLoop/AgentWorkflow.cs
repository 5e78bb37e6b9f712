using Durable;

namespace AgentLoop;

/// <summary>
/// A model that calls tools until it has an answer. Every thought and every tool's outcome is recorded, so a crash repeats none of them but the one under way: a thought is then
/// paid for again, a booking is the same one by its key. The question to a person and the agency's confirmation may take days.
/// </summary>
[Workflow("agent")]
public partial class AgentWorkflow(FakeModel model, TravelAgency agency)
{
    private const int MostTurns = 20;

    public static readonly Ask<bool> MayI = new("may-i");

    private readonly List<Turn> _conversation = [];

    public async Task<string> RunAsync(WorkflowContext ctx, string goal)
    {
        _conversation.Add(new Turn("user", goal));
        for (var turn = 0; turn < MostTurns; turn++)
        {
            var thought = await ThinkAsync([.. _conversation]);
            switch (thought.Tool)
            {
                case "search":
                    _conversation.Add(new Turn("search", await SearchAsync(thought.Input)));
                    break;
                case "ask":
                    _conversation.Add(new Turn("ask", await ctx.AskAsync(MayI, AskPrompt.Confirm(thought.Input)) ? "yes" : "no"));
                    break;
                case "book" when _conversation[^1].Text == "no":
                    return "Nothing was booked.";
                case "book":
                    _conversation.Add(new Turn("book", await BookAsync(thought.Input)));
                    break;
                default:
                    var said = _conversation.ToArray();
                    return string.Join(' ', await ctx.StreamAsync("answer", recorded => model.AnswerAsync(said, recorded)));
            }
        }

        return $"No answer after {MostTurns} turns.";
    }

    [Query]
    public IReadOnlyList<Turn> Conversation() => _conversation;

    [Step("think")]
    protected virtual async Task<Thought> ThinkAsync(IReadOnlyList<Turn> conversation, StepContext step = default)
    {
        var thought = await model.ThinkAsync(conversation);
        step.AddSpend(thought.Cost);
        return thought;
    }

    [Step("search")]
    protected virtual Task<string> SearchAsync(string what) => Task.FromResult($"two {what}");

    // The agency confirms when it is ready. Until then the step is suspended: it holds no thread, no lease, no memory.
    [Step("book")]
    protected virtual Task<string> BookAsync(string what, StepContext step = default)
    {
        if (step.TryGetResume<string>(out var confirmation))
        {
            return Task.FromResult(confirmation);
        }

        // A crash before the suspension is durable asks once more: the key makes it the same booking, the token is the one that counts then.
        agency.Order(what, step.IdempotencyKey, step.CallbackToken);
        throw step.Suspend(what);
    }
}
