namespace Durable.Crash.Tests.Checking;

/// <summary>What must hold for the journal of one finished run of any workflow (I2).</summary>
internal static class JournalInvariants
{
    public static void Check(StoredRun run)
    {
        Assert.Equal("start", StoredRun.Kind(run.Records[0]));
        Assert.Equal("end", StoredRun.Kind(run.Records[^1]));
        var counting = new CountingRecords();
        foreach (var record in run.Records)
        {
            if (StoredRun.Kind(record) == "retry")
            {
                CheckEpoch(run, counting);
            }

            counting.Add(record);
        }

        CheckEpoch(run, counting);
    }

    /// <summary>What counts up to a retry, or up to the end.</summary>
    private static void CheckEpoch(StoredRun run, CountingRecords counting)
    {
        CheckOutcomes(run, counting);
        CheckAttempts(counting);
    }

    /// <summary>At most one outcome per operation, and none of another kind.</summary>
    private static void CheckOutcomes(StoredRun run, CountingRecords counting)
    {
        var once = new HashSet<string>(StringComparer.Ordinal);
        foreach (var record in counting.Now)
        {
            var kind = StoredRun.Kind(record);
            var outcome = kind switch
            {
                "step" or "stepError" => $"step {StoredRun.Id(record)}",
                "attempt" or "signal" or "retry" => null,
                _ => $"{kind} {StoredRun.Id(record)}",
            };
            Assert.True(outcome is null || once.Add(outcome), $"Run '{run.RunId}' has '{outcome}' twice.");
        }
    }

    /// <summary>Failed attempts are numbered without gap or repetition over all lives, and the outcome is the next one's (B-STEP-2).</summary>
    private static void CheckAttempts(CountingRecords counting)
    {
        var failed = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var record in counting.Now)
        {
            if (StoredRun.Id(record) is not { } id)
            {
                continue;
            }

            var isUndo = StoredRun.Kind(record) == "undo";
            var key = isUndo ? id + "#undo" : id;
            var attempt = record.TryGetProperty("attempt", out var given) ? given.GetInt32() : 1;
            if (StoredRun.Kind(record) == "attempt")
            {
                failed[key] = failed.GetValueOrDefault(key) + 1;
                Assert.Equal(failed[key], attempt);
            }
            else if (isUndo || StoredRun.Kind(record) is "step" or "stepError")
            {
                Assert.InRange(attempt, failed.GetValueOrDefault(key) + (StoredRun.IsCancelled(record) ? 0 : 1), failed.GetValueOrDefault(key) + 1);
            }
        }
    }
}
