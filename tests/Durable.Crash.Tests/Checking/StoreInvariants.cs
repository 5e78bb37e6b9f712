namespace Durable.Crash.Tests.Checking;

/// <summary>What must hold for a store as a whole after all runs have ended.</summary>
internal static class StoreInvariants
{
    /// <summary>I3: every run is finished. I5: once a process was followed by another, nothing of it appears any more.</summary>
    public static void Check(StoredJournal journal)
    {
        Assert.All(journal.Runs.Values, run => Assert.Contains(run.Status, s_finished));
        var session = 0L;
        var sessionsOfWorkers = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var line in journal.Lines)
        {
            if (line.Kind == "open")
            {
                var number = line.Json.GetProperty("session").GetInt64();
                Assert.True(number > session, $"Session {number} follows {session}.");
                session = number;
            }

            // What a fork begins with was written by others before.
            foreach (var record in line.Kind == "create" ? [] : line.Records)
            {
                if (record.TryGetProperty("worker", out var worker))
                {
                    sessionsOfWorkers.TryAdd(worker.GetString()!, session);
                    Assert.Equal(session, sessionsOfWorkers[worker.GetString()!]);
                }
            }
        }
    }

    private static readonly string[] s_finished =
        ["completed", "failed", "compensated", "compensationFailed", "cancelled", "terminated", "timedOut"];
}
