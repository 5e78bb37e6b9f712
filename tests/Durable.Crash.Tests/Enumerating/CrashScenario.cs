using Durable.Crash.Child;
using Durable.Storage.Files;

namespace Durable.Crash.Tests.Enumerating;

/// <summary>A workload that can be played from its beginning, and from whatever a failure left of it.</summary>
internal abstract class CrashScenario
{
    // The smallest there is, so that segments change and indexes are made in the middle of it.
    private const int SegmentBytes = FileStoreOptions.MinSegmentBytes;

    /// <summary>Plays on the given disk until everything has ended.</summary>
    /// <param name="layout">Where it all lies.</param>
    /// <param name="files">The disk of the store.</param>
    /// <param name="life">From 1, one more after each failure.</param>
    /// <param name="acknowledged">What was acknowledged before the failure, and is not asked for again.</param>
    /// <param name="acknowledge">Told of everything that is acknowledged now; of results always.</param>
    public async Task PlayAsync(
        Layout layout, IStoreFiles files, int life, IReadOnlySet<Acknowledgement> acknowledged, Action<Acknowledgement> acknowledge)
    {
        FileStore? store = null;
        await using var host = await DurableHost.StartAsync(builder =>
        {
            var options = new FileStoreOptions
            {
                Directory = layout.Store,
                SegmentBytes = SegmentBytes,
                CompactBelow = FileStoreOptions.MaxCompactBelow,
                CompactionBytesPerSecond = int.MaxValue,
            };
            builder.UseStore(_ => store = new FileStore(options, TimeProvider.System, files));
            builder.ConfigureWorker(worker => worker.IdleEviction = TimeSpan.FromMilliseconds(5));
            Configure(builder, layout, life);
        });
        await PlayAsync(host, acknowledged, acknowledge);
        await store!.WhenCompactedAsync();
    }

    /// <summary>Checks journal and ledger against each other and against what was acknowledged.</summary>
    public abstract void Verify(Layout layout, IReadOnlyCollection<Acknowledgement> acknowledged);

    /// <summary>An answer without what may differ from one execution to the next.</summary>
    public abstract string Comparable(string answer);

    protected abstract void Configure(DurableBuilder builder, Layout layout, int life);

    protected abstract Task PlayAsync(DurableHost host, IReadOnlySet<Acknowledgement> acknowledged, Action<Acknowledgement> acknowledge);
}
