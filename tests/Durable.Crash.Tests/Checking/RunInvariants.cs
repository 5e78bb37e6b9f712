using System.Text.Json;
using Durable.Crash.Child.Effects;

namespace Durable.Crash.Tests.Checking;

/// <summary>What must hold for one finished run of the child, whatever was killed when: later code saw the recorded outcomes (I2), and journal and ledger agree.</summary>
internal sealed class RunInvariants(StoredRun run, IReadOnlyList<Effect> effects)
{
    // Those that count in the end.
    private readonly Dictionary<string, JsonElement> _outcomes = CountingRecords.Of(run.Records).Now
        .Where(record => StoredRun.Kind(record) is "step" or "stepError")
        .ToDictionary(record => StoredRun.Id(record)!);

    public void Check()
    {
        JournalInvariants.Check(run);
        CheckSeenOutcomes();
        CheckEffects();
        CheckRace();
    }

    /// <summary>
    /// Every value that came from a step, wherever it turns up, is the recorded one: in inputs, in the result, in what later steps did. What a retry took back was the recorded one until then.
    /// </summary>
    private void CheckSeenOutcomes()
    {
        var latest = new Dictionary<string, string>(StringComparer.Ordinal);
        var ever = new HashSet<string>(StringComparer.Ordinal);
        foreach (var record in run.Records)
        {
            if (StoredRun.Kind(record) == "step" && record.TryGetProperty("output", out var output))
            {
                latest[StoredRun.Id(record)!] = output.GetString()!;
                ever.Add(output.GetString()!);
            }

            foreach (var (operation, token) in Tokens.In(record.GetRawText()))
            {
                Assert.True(latest.GetValueOrDefault(operation) == token, $"Run '{run.RunId}' knows '{token}', but '{operation}' has the outcome '{latest.GetValueOrDefault(operation)}' in {record}.");
            }
        }

        Assert.All(effects.SelectMany(effect => Tokens.In(effect.Input)), seen => Assert.Contains(seen.Token, ever));
    }

    /// <summary>
    /// What was recorded has happened, with the recorded input; and once an outcome was recorded nothing of it happened again, unless a retry took it back: the recorded
    /// execution is the operation's last one.
    /// </summary>
    private void CheckEffects()
    {
        foreach (var byKey in effects.GroupBy(effect => EffectKeys.Plain(effect.Key)))
        {
            var operation = byKey.Key[$"{run.RunId}/1/".Length..];
            if (operation.EndsWith("/undo", StringComparison.Ordinal))
            {
                var undone = operation[..^"/undo".Length];
                Assert.Contains(run.Records, record => StoredRun.Kind(record) == "undo" && StoredRun.Id(record) == undone);
                continue;
            }

            Assert.True(_outcomes.TryGetValue(operation, out var outcome), $"'{byKey.Key}' happened and has no outcome.");
            if (StoredRun.IsCancelled(outcome))
            {
                continue;
            }

            var last = byKey.Last();
            Assert.Equal(outcome.TryGetProperty("attempt", out var attempt) ? attempt.GetInt32() : 1, last.Attempt);
            Assert.Equal(StoredRun.Kind(outcome) == "stepError", last.Failed);
            if (!last.Failed)
            {
                Assert.Equal(outcome.GetProperty("output").GetString(), last.Token);
            }

            // Nobody is to take what is done now for what was undone before.
            var undoneAt = run.Records.ToList().FindIndex(record => StoredRun.Kind(record) == "undo" && StoredRun.Id(record) == operation);
            Assert.Equal(undoneAt >= 0 && outcome.GetProperty("n").GetInt32() > undoneAt + 1, last.Key != byKey.Key);
        }

        foreach (var record in run.OwnRecords)
        {
            if (StoredRun.Kind(record) is "step" or "undo")
            {
                var key = $"{run.RunId}/1/{StoredRun.Id(record)}" + (StoredRun.Kind(record) == "undo" ? "/undo" : "");
                Assert.Contains(effects, effect => EffectKeys.Plain(effect.Key) == key);
            }
        }
    }

    /// <summary>The winner that the body of the fan-out workflow saw, in every life, is the one whose record came first (B-FLOW-3).</summary>
    private void CheckRace()
    {
        if (!_outcomes.TryGetValue("note", out var note))
        {
            return;
        }

        var first = run.Records.Select(StoredRun.Id).First(id => id is "left" or "right")!;
        Assert.Equal(first, note.GetProperty("input").GetProperty("winner").GetString());
        Assert.All(effects.Where(effect => effect.Key == $"{run.RunId}/1/note"), effect => Assert.StartsWith(first + " ", effect.Input, StringComparison.Ordinal));
    }
}
