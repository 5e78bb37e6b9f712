using Durable.Storage;
using Durable.Storage.Files;
using Durable.Testing;
using Durable.Tests.Harness;
using Durable.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Tests.Signals;

public sealed class SignalFlushTests
{
    private static CancellationToken Token => FileStoreScene.Token;

    [Fact, Proves("B-WAIT-2")]
    public async Task Signal_ToARunInMemory_BecomesDurableAndReachesTheBodyWithOneFlush()
    {
        var files = new FaultyFiles();
        var flushes = 0;
        var listens = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var heard = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var script = new Script
        {
            Body = async (ctx, _, _) =>
            {
                await ctx.WaitForSignalAsync(ScriptedWorkflow.Go);
                listens.SetResult();
                var text = await ctx.WaitForSignalAsync(ScriptedWorkflow.Go);
                heard.SetResult(Volatile.Read(ref flushes));
                return text;
            },
        };
        using var directory = new StoreDirectory();

        // A segment this short has all its padding from the start, so that nothing else is flushed.
        var options = new FileStoreOptions { Directory = directory.Path, SegmentBytes = 256 * 1024 };
        var store = new QueuedCommits(new FileStore(options, TimeProvider.System, files));
        await using var host = await DurableHost.StartAsync(durable =>
        {
            durable.Services.AddSingleton(script);
            durable.AddWorkflow<ScriptedWorkflow>();
            durable.ConfigureWorker(static worker => worker.IdleEviction = TimeSpan.FromHours(1));
            durable.UseStore(_ => store);
        });
        var client = host.Services.GetRequiredService<ScriptedWorkflow.Client>();
        var run = await client.StartAsync("in");
        await run.SignalAsync(ScriptedWorkflow.Go, "first");
        await listens.Task.WaitAsync(TimeSpan.FromSeconds(20), Token);

        Task signal, other;
        using (var hold = new FlushHold(files))
        {
            // Something else is being written that nothing follows, so that what comes meanwhile stands in the queue.
            other = Task.Run(() => client.StartAsync("later", new() { StartAt = DateTimeOffset.UtcNow.AddDays(1) }), Token);
            hold.WaitUntilReached();
            var taken = store.NextAsync();
            signal = run.SignalAsync(ScriptedWorkflow.Go, "hello");
            await taken.WaitAsync(TimeSpan.FromSeconds(20), Token);
            files.Fault = done =>
            {
                if (done.Name == "Flush")
                {
                    Interlocked.Increment(ref flushes);
                }

                return null;
            };
            hold.Release();
            Assert.Equal(1, await heard.Task.WaitAsync(TimeSpan.FromSeconds(20), Token));
            await signal;
            await other;
        }

        Assert.Equal("hello", await run.ResultAsync(Token));
    }

    /// <summary>Tells when the next commit is on its way.</summary>
    private sealed class QueuedCommits(IRunStore inner) : ForwardingStore(inner)
    {
        private TaskCompletionSource? _next;

        public Task NextAsync() => (_next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

        public override ValueTask<CommitOutcome> CommitAsync(RunCommit commit, CancellationToken cancellationToken = default)
        {
            var outcome = base.CommitAsync(commit, cancellationToken);
            _next?.TrySetResult();
            return outcome;
        }
    }
}
