using Durable.Tests.Harness;

namespace Durable.Tests.Execution;

/// <summary>A body of parallel branches, loops, races and withdrawals that follows from a seed; everything it sees goes into its trace.</summary>
internal sealed class RandomBody(WorkflowContext ctx, ScriptedWorkflow workflow, int seed, Action<string> trace)
{
    private readonly List<string> _seen = [];

    public async Task<string> RunAsync()
    {
        var random = new Random(seed);
        for (var round = 0; round < 2; round++)
        {
            var branches = new List<Task>();
            for (var branch = random.Next(1, 5); branch > 0; branch--)
            {
                branches.Add(BranchAsync($"{round}.{branch}", new Random(random.Next())));
            }

            await (random.Next(3) == 0 ? Task.WhenAny(branches) : Task.WhenAll(branches));
        }

        var result = string.Join(";", _seen);
        return random.Next(6) switch
        {
            0 => throw new InvalidOperationException(result),
            1 => await ctx.CompensateAsync<string>(result),
            _ => result,
        };
    }

    private async Task BranchAsync(string name, Random random)
    {
        for (var turn = random.Next(1, 5); turn > 0; turn--)
        {
            string seen;
            try
            {
                seen = await TurnAsync($"{name}.{turn}", random);
            }
            catch (StepFailedException failed)
            {
                seen = $"{failed.StepId} failed {failed.Attempts}: {failed.Error.Message}";
            }
            catch (OperationCanceledException)
            {
                seen = "withdrawn";
            }

            Say($"{name}.{turn} {seen}");
        }
    }

    private async Task<string> TurnAsync(string name, Random random)
    {
        switch (random.Next(7))
        {
            case 0:
                return await workflow.AlphaAsync(name);
            case 1:
                return await workflow.DoAsync(name);
            case 2:
                return await workflow.EagerAsync(name);
            case 3:
                await ctx.SleepAsync(TimeSpan.FromMilliseconds(random.Next(3000)));
                return "slept";
            case 4:
                var signal = await ctx.WaitForSignalAsync(ScriptedWorkflow.Go, TimeSpan.FromMilliseconds(random.Next(2000)));
                return $"signal {signal.Received} {signal.Value}";
            case 5:
                return $"{ctx.NewGuid()} {ctx.Random().Next(100)}";
            default:
                return await RaceAsync(name, random);
        }
    }

    private async Task<string> RaceAsync(string name, Random random)
    {
        using var loser = new CancellationTokenSource();
        var step = workflow.StoppableAsync(name, cancellationToken: loser.Token);
        var sleep = ctx.SleepAsync(TimeSpan.FromMilliseconds(random.Next(500)), loser.Token);
        var signal = ctx.WaitForSignalAsync(ScriptedWorkflow.Go, loser.Token);
        var winner = await Task.WhenAny(step, sleep, signal);
        // Not CancelAsync, which leaves the run's thread.
#pragma warning disable CA1849
        loser.Cancel();
#pragma warning restore CA1849
        Say($"{name} won by {(winner == step ? "step" : winner == sleep ? "sleep" : "signal")}");
        try
        {
            await Task.WhenAll(step, sleep, signal);
        }
        catch (OperationCanceledException)
        {
            // The losers; a step may still win after its withdrawal.
        }

        return $"{step.Status} {sleep.Status} {signal.Status}";
    }

    private void Say(string line)
    {
        line = $"{line} @{ctx.Now():HH:mm:ss.fff}";
        _seen.Add(line);
        trace(line);
    }
}
