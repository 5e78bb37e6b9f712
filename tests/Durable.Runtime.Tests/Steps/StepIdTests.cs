using Durable.Tests.Harness;

namespace Durable.Tests.Steps;

public sealed class StepIdTests
{
    [Fact, Proves("B-STEP-4")]
    public async Task Ids_RepeatedCalls_AreToldApartInLoopsAndBranches()
    {
        var keys = new System.Collections.Concurrent.ConcurrentBag<string>();
        var script = new Script
        {
            Body = static async (_, w, _) =>
            {
                var text = "";
                for (var i = 0; i < 3; i++)
                {
                    text += await w.AlphaAsync($"{i}");
                }

                foreach (var part in await Task.WhenAll(w.AlphaAsync("x"), w.BetaAsync("y"), w.AlphaAsync("z")))
                {
                    text += part;
                }

                return text;
            },
            Step = (a, step) =>
            {
                keys.Add($"{step.RunId} {step.StepId} {step.IdempotencyKey}");
                return Task.FromResult(a);
            },
        };
        await using var engine = await Engine.StartAsync(script);

        Assert.Equal("012xyz", await (await engine.StartRunAsync()).ResultAsync(engine.Patience));
        Assert.Equal(
            new[] { "Alpha", "Alpha#2", "Alpha#3", "Alpha#4", "Alpha#5", "Beta" }.Select(id => $"run-1 {id} run-1/1/{id}"),
            keys.Order(StringComparer.Ordinal));
    }
}
