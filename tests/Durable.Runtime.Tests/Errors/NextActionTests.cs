using Durable.Tests.Harness;

namespace Durable.Tests.Errors;

/// <summary>Every exception says what to do next; those whose message is recorded say so beside it, so that what is recorded stays what was wrong.</summary>
public sealed class NextActionTests
{
    [Fact]
    public async Task Failures_OfStepsItemsQuestionsAndRuns_SayWhatToDoNextButNotInTheirMessages()
    {
        var seen = new List<DurableException>();
        var script = new Script
        {
            Body = async (ctx, w, input) =>
            {
                await CatchAsync(() => w.OnceAsync(input));
                await CatchAsync(() => ctx.AskAsync(new Ask<string>("q"), AskPrompt.Text("?") with { ExpiresIn = TimeSpan.Zero }));
                await CatchAsync(() => ctx.StreamAsync("words", Source()));
                try
                {
                    await ctx.ForEachAsync(["a", "b"], static item => item, item => w.OnceAsync(item), mode: ForEachMode.Settle);
                }
                catch (AggregateException several)
                {
                    seen.AddRange(several.InnerExceptions.Cast<DurableException>());
                }

                return await w.OnceAsync(input);
            },
            Step = static (_, _) => throw new InvalidOperationException("boom"),
        };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();
        seen.Add(await Assert.ThrowsAsync<RunFailedException>(() => run.ResultAsync(engine.Patience)));

        Assert.Equal(
            [nameof(StepFailedException), nameof(AskExpiredException), nameof(StreamFailedException), nameof(ForEachItemException), nameof(ForEachItemException), nameof(RunFailedException)],
            seen.Select(static exception => exception.GetType().Name));
        Assert.All(seen, static exception =>
        {
            Assert.False(string.IsNullOrWhiteSpace(exception.NextAction), exception.Message);
            Assert.DoesNotContain(exception.NextAction!, exception.Message, StringComparison.Ordinal);
        });

        async Task CatchAsync(Func<Task> act)
        {
            try
            {
                await act();
            }
            catch (DurableException exception)
            {
                seen.Add(exception);
            }
        }
    }

    private static async IAsyncEnumerable<string> Source()
    {
        await Task.Yield();
        yield return "one";
        throw new IOException("The source is gone.");
    }
}
