using Durable.Journal;
using Durable.Storage;
using Durable.Testing;

namespace Durable.Tests.Hosting;

/// <summary>A store in memory that outlives its host, as a directory does.</summary>
internal sealed class UndyingStore(IRunStore inner) : ForwardingStore(inner)
{
    protected override ValueTask CloseAsync() => ValueTask.CompletedTask;

    public async Task<List<string>> JournalKindsAsync(string runId)
    {
        var kinds = new List<string>();
        await foreach (var entry in ReadJournalAsync(runId, TestContext.Current.CancellationToken))
        {
            kinds.Add(RecordFields.Read(entry.Utf8).Kind);
        }

        return kinds;
    }
}
