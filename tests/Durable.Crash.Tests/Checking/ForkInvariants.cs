namespace Durable.Crash.Tests.Checking;

/// <summary>What must hold for a run that was forked: it begins with the other one's records, and says where it parts from them.</summary>
internal static class ForkInvariants
{
    /// <param name="fork">The fork.</param>
    /// <param name="sourceId">The run that it was forked from.</param>
    /// <param name="source">That run's journal; null where it was deleted since.</param>
    public static void Check(StoredRun fork, string sourceId, StoredRun? source)
    {
        var parting = Assert.Single(fork.Records, record => StoredRun.Kind(record) == "fork");
        var copied = parting.GetProperty("n").GetInt32() - 1;
        Assert.Equal(sourceId, parting.GetProperty("run").GetString());
        Assert.True(copied > 0);
        if (source is not null)
        {
            // The start is the fork's own.
            Assert.Equal(source.Records.Take(copied).Skip(1).Select(record => record.GetRawText()), fork.Records.Take(copied).Skip(1).Select(record => record.GetRawText()));
        }
    }
}
