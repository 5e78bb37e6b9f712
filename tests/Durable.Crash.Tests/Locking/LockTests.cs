using System.Diagnostics;
using System.Globalization;
using Durable.Crash.Child;
using Durable.Crash.Child.Commands;
using Durable.Crash.Child.Workflows;
using Durable.Crash.Tests.Killing;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Crash.Tests.Locking;

// One process has a directory, and nobody waits for one that is gone.
public sealed class LockTests
{
    [Fact]
    public async Task SecondProcess_WhileTheFirstLives_IsRefusedAtOnceAndNamesIt()
    {
        using var directory = new TestDirectory();
        using var owner = ChildProcess.Start(directory.Path, life: 1);
        Assert.True(await owner.HearAsync() is [Words.Ready]);

        var watch = Stopwatch.StartNew();
        var refused = await Assert.ThrowsAsync<StoreLockedException>(() => OpenAsync(directory.Path));
        watch.Stop();
        using var second = ChildProcess.Start(directory.Path, life: 2);
        var said = await second.HearAsync();

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1), $"It took {watch.Elapsed}.");
        Assert.Equal(DurableErrorCodes.StoreLocked, refused.Code);
        Assert.Contains(owner.Id.ToString(CultureInfo.InvariantCulture), refused.Owner, StringComparison.Ordinal);
        Assert.True(said is [Words.Refused, DurableErrorCodes.StoreLocked, _]);
        Assert.Equal(1, await second.EndAsync());

        // The owner has noticed nothing.
        owner.Say(Words.Start, "saga", "saga-1");
        Assert.True(await owner.HearAsync() is [Words.Started, "saga-1"]);
        owner.Kill();
        directory.Succeeded();
    }

    [Fact]
    public async Task Owner_Killed_LeavesTheDirectoryToTheNextAtOnceWithEverythingAcknowledged()
    {
        using var directory = new TestDirectory();
        using var owner = ChildProcess.Start(directory.Path, life: 1);
        owner.Say(Words.Start, "saga", "saga-1");
        while (await owner.HearAsync() is not [Words.Started, ..])
        {
        }

        owner.Kill();
        var watch = Stopwatch.StartNew();
        await using (var next = await OpenAsync(directory.Path))
        {
            watch.Stop();
            Assert.NotNull(await next.Client.GetAsync("saga-1", TestContext.Current.CancellationToken));
        }

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1), $"It took {watch.Elapsed}.");
        directory.Succeeded();
    }

    private static Task<DurableHost> OpenAsync(string directory) => DurableHost.StartAsync(
        builder =>
        {
            builder.AddWorkflow<SagaWorkflow>().UseFileStore(new Layout(directory).Store);

            // Only to look: the run's steps need what this process does not have.
            builder.ConfigureWorker(worker => worker.Queues = ["nobody"]);
        },
        TestContext.Current.CancellationToken);
}
