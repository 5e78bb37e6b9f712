using Durable.Crash.Child;
using Durable.Crash.Child.Commands;
using Durable.Crash.Child.Effects;
using Durable.Crash.Tests.Checking;
using Durable.Crash.Tests.Killing;
using Durable.Tests.Harness;

namespace Durable.Crash.Tests.Poison;

[Proves("B-JRN-7")]
public sealed class PoisonTests
{
    private const int DeathsUntilSuspect = 5;
    private const int DeathsAloneUntilStuck = 2;
    private const string PoisonRun = "poison-1";
    private const string SlowRun = "slow-1";

    private static readonly string[] s_sagas = ["saga-1", "saga-2", "saga-3"];

    [Fact]
    public async Task PoisonRun_KillsItsWorkerAgainAndAgain_IsStuckAndTheOthersFinish()
    {
        using var directory = new TestDirectory();
        var layout = new Layout(directory.Path);
        await File.WriteAllTextAsync(layout.PoisonCause, "", TestContext.Current.CancellationToken);

        var deaths = await LiveUntilNothingDiesAsync(directory.Path);

        Assert.Equal(DeathsUntilSuspect + DeathsAloneUntilStuck, deaths);
        CheckAlone(StoredJournal.Read(layout.Store));
        await MendAndRetryAsync(directory.Path, layout, deaths + 2);
        var journal = StoredJournal.Read(layout.Store);
        StoreInvariants.Check(journal);
        var effects = EffectsLedger.Read(layout.Ledger);
        Assert.All(journal.Runs.Values, run =>
            new RunInvariants(run, [.. effects.Where(effect => effect.Key.StartsWith(run.RunId + "/", StringComparison.Ordinal))]).Check());
        directory.Succeeded();
    }

    /// <summary>Starts everything, and the process again whenever the poison run has killed it; returns how often it has.</summary>
    private static async Task<int> LiveUntilNothingDiesAsync(string directory)
    {
        for (var life = 1; ; life++)
        {
            Assert.True(life <= 20, "The poison run is not stopped.");
            using var child = ChildProcess.Start(directory, life);
            if (life == 1)
            {
                Start(child);
            }

            AskForResults(child);
            var ended = new Dictionary<string, string>(StringComparer.Ordinal);
            while (ended.Count < 2 && await child.HearAsync() is { } line)
            {
                Assert.NotEqual(Words.Refused, line[0]);
                if (line is [Words.Ended, var run, var outcome])
                {
                    ended[run] = outcome;
                }
            }

            if (ended.Count < 2)
            {
                Assert.NotEqual(0, await child.EndAsync());
                continue;
            }

            Assert.StartsWith($"{RunStatus.Stuck}; {DurableErrorCodes.RunPoisoned}", ended[PoisonRun], StringComparison.Ordinal);
            Assert.StartsWith($"{RunStatus.Completed}; ", ended[SlowRun], StringComparison.Ordinal);
            child.Kill();
            return life - 1;
        }
    }

    private static void Start(ChildProcess child)
    {
        child.Say(Words.Start, "slow", SlowRun);
        foreach (var run in s_sagas)
        {
            child.Say(Words.Start, "saga", run);
        }

        child.Say(Words.Start, "poison", PoisonRun);
    }

    private static void AskForResults(ChildProcess child)
    {
        child.Say(Words.Result, "slow", SlowRun);
        child.Say(Words.Result, "poison", PoisonRun);
    }

    /// <summary>Takes the cause away and releases the run; the others, which waited for a signal all the time, go on as ever.</summary>
    private static async Task MendAndRetryAsync(string directory, Layout layout, int life)
    {
        File.Delete(layout.PoisonCause);
        using var child = ChildProcess.Start(directory, life);
        child.Say(Words.Retry, PoisonRun);
        foreach (var run in s_sagas)
        {
            child.Say(Words.Signal, run, "word");
            child.Say(Words.Result, "saga", run);
        }

        var ended = new List<string>();
        while (ended.Count <= s_sagas.Length)
        {
            var line = await child.HearAsync();
            Assert.NotNull(line);
            Assert.NotEqual(Words.Failed, line[0]);
            if (line[0] == Words.Retried)
            {
                child.Say(Words.Result, "poison", PoisonRun);
            }
            else if (line is [Words.Ended, var run, var outcome])
            {
                Assert.StartsWith($"{RunStatus.Completed}; ", outcome, StringComparison.Ordinal);
                ended.Add(run);
            }
        }

        Assert.Equal([PoisonRun, .. s_sagas], ended.Order());
        child.Say(Words.Stop);
        Assert.Equal(0, await child.EndAsync());
    }

    /// <summary>Both suspects were tried alone, and while one was, no other run did anything.</summary>
    private static void CheckAlone(StoredJournal journal)
    {
        string? alone = null;
        foreach (var line in journal.Lines)
        {
            switch (line.Kind)
            {
                case "alone":
                    alone = line.RunId;
                    break;
                case "commit" when alone is not null:
                    Assert.Equal(alone, line.RunId);
                    alone = null;
                    break;
                case "open" or "together":
                    alone = null;
                    break;
                default:
                    break;
            }
        }

        var tried = journal.Lines.Where(line => line.Kind == "alone").Select(line => line.RunId).ToList();
        Assert.Contains(SlowRun, tried);
        Assert.Equal(DeathsAloneUntilStuck, tried.Count(run => run == PoisonRun) - 1);
    }
}
