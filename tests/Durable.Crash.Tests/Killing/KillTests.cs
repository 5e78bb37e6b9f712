using Durable.Crash.Child;
using Durable.Crash.Child.Commands;
using Durable.Crash.Child.Effects;
using Durable.Crash.Tests.Checking;
using Durable.Tests.Harness;

namespace Durable.Crash.Tests.Killing;

[Proves("B-JRN-1")]
[Proves("B-JRN-2")]
[Proves("B-JRN-4")]
[Proves("B-RUN-1")]
[Proves("B-STEP-2")]
[Proves("B-FLOW-1")]
[Proves("B-FLOW-3")]
[Proves("B-WAIT-1")]
[Proves("B-WAIT-2")]
[Proves("B-COMP-1")]
[Proves("B-COMP-2")]
[Proves("B-COMP-3")]
[Proves("B-COMP-5")]
[Proves("B-CTL-1")]
[Proves("B-CTL-2")]
[Trait("Category", "Soak")]
public sealed class KillTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Process_KilledAtRandomMoments_LosesNothingAndRepeatsNothingRecorded()
    {
        var options = KillOptions.FromEnvironment();
        output.WriteLine($"{TestSeed.Variable}={options.Seed}, {options.Kills} kills, {options.Runs} runs");
        using var killed = new TestDirectory();
        using var unharmed = new TestDirectory();

        var driver = new KillDriver(killed.Path, options);
        await driver.RunAsync();
        var faultFree = new KillDriver(unharmed.Path, options with { Kills = 0 });
        await faultFree.RunAsync();

        output.WriteLine($"{driver.LiveRunsKilled / (double)Math.Max(driver.Kills, 1):f1} runs were live at a kill");
        Assert.Equal(options.Kills, driver.Kills);
        Verify(driver, new Layout(killed.Path), output);
        Verify(faultFree, new Layout(unharmed.Path), output);

        // I4.
        Assert.Equal(
            faultFree.Runs.SelectMany(run => run.Outcomes.Select(outcome => (run.RunId, Tokens.Without(outcome)))),
            driver.Runs.SelectMany(run => run.Outcomes.Select(outcome => (run.RunId, Tokens.Without(outcome)))));
        killed.Succeeded();
        unharmed.Succeeded();
    }

    private static void Verify(KillDriver driver, Layout layout, ITestOutputHelper output)
    {
        var journal = StoredJournal.Read(layout.Store);
        var effects = EffectsLedger.Read(layout.Ledger).ToLookup(effect => effect.Key[..effect.Key.IndexOf('/', StringComparison.Ordinal)]);
        StoreInvariants.Check(journal);
        var kept = driver.Runs.Where(run => !run.IsDeleted).ToList();
        Assert.Equal(kept.Select(run => run.RunId).Order(), journal.Runs.Keys.Order());
        Assert.All(effects, ofRun => Assert.Contains(ofRun.Key, driver.Runs.Select(run => run.RunId)));
        foreach (var run in kept)
        {
            var stored = journal.Runs[run.RunId];
            new RunInvariants(stored, [.. effects[run.RunId]]).Check();
            CheckAcknowledged(run, stored);
            if (run.Source is { } source)
            {
                ForkInvariants.Check(stored, source.RunId, journal.Runs.GetValueOrDefault(source.RunId));
            }
        }

        var recorded = journal.Runs.Values.Sum(run => run.Records.Count(record => StoredRun.Kind(record) is "step" or "stepError" or "attempt" or "undo"));
        Assert.Contains(journal.Lines, line => line.Kind == "gap");
        output.WriteLine($"{journal.Lines.Count} journal lines, {recorded} recorded outcomes, {effects.Sum(ofRun => ofRun.Count())} effects");
    }

    /// <summary>I1: the journal has every acknowledged signal, once and in order, however often it was sent, and every cancel, pause and retry.</summary>
    private static void CheckAcknowledged(ScriptedRun run, StoredRun stored)
    {
        Assert.True(run.IsStarted);
        var signals = stored.Records.Where(record => StoredRun.Kind(record) == "signal").Select(record => record.GetProperty("data").GetString());
        Assert.Equal(run.Signals, signals);
        Assert.Equal(run.Acknowledged(Words.Cancel), stored.OwnRecords.Count(record => StoredRun.Kind(record) == "cancel"));
        Assert.Equal(run.Acknowledged(Words.Pause), stored.OwnRecords.Count(record => StoredRun.Kind(record) == "pause"));
        Assert.Equal(run.Acknowledged(Words.Unpause), stored.OwnRecords.Count(record => StoredRun.Kind(record) == "unpause"));
        Assert.Equal(
            Enumerable.Range(1, run.Acknowledged(Words.Mend)).Select(time => $"mend-{time}"),
            stored.OwnRecords.Where(record => StoredRun.Kind(record) == "retry").Select(record => record.GetProperty("key").GetString()));
    }
}
