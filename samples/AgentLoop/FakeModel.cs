using System.Runtime.CompilerServices;

namespace AgentLoop;

/// <summary>A language model that always plans the same journey; it charges for each thought, and hands its answer out word by word.</summary>
public sealed class FakeModel(TimeSpan wordDelay)
{
    private readonly Thought[] _plan =
    [
        new("search", "trains to Lisbon", 0.02m),
        new("ask", "The night train costs 120. Shall I book it?", 0.03m),
        new("book", "night train to Lisbon", 0.02m),
        new(null, "", 0.05m),
    ];

    public Task<Thought> ThinkAsync(IReadOnlyList<Turn> conversation)
    {
        // The model decides from what was said alone, as real ones do.
        var turns = conversation.Count(turn => turn.Who != "user");
        return Task.FromResult(_plan[Math.Min(turns, _plan.Length - 1)]);
    }

    public async IAsyncEnumerable<string> AnswerAsync(
        IReadOnlyList<Turn> conversation, int from, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var answer = $"All set: {conversation[^1].Text}. You leave at nine and arrive at dawn.";
        foreach (var word in answer.Split(' ').Skip(from))
        {
            await Task.Delay(wordDelay, cancellationToken);
            yield return word;
        }
    }
}
