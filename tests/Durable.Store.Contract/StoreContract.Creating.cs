using Durable.Storage;
using Durable.Tests.Harness;
using static Durable.Store.Contract.StoreSamples;

namespace Durable.Store.Contract;

[Proves("B-RUN-1")]
[Proves("B-RUN-2")]
[Proves("B-WORK-3")]
public abstract partial class StoreContract
{
    [Fact]
    public async Task Create_NewId_StoresTheWholeRow()
    {
        var run = NewRun("a") with
        {
            Workflow = "refund",
            Version = 3,
            Queue = "bulk",
            Priority = -7,
            StartAt = Time.GetUtcNow().AddMinutes(5),
            Tags = new Dictionary<string, string> { ["kunde"] = "Ärzte \"AG\"", ["empty"] = "" },
        };

        var outcome = await Store.CreateAsync(run, Token);

        Assert.True(outcome.Created);
        var found = await Store.FindAsync("a", Token);
        foreach (var row in new[] { outcome.Run, found! })
        {
            Assert.Equal("a", row.RunId);
            Assert.Equal("refund", row.Workflow);
            Assert.Equal(3, row.Version);
            Assert.Equal("bulk", row.Queue);
            Assert.Equal(-7, row.Priority);
            Assert.Equal(run.CreatedAt, row.CreatedAt);
            Assert.Equal(run.Tags.OrderBy(tag => tag.Key), row.Tags.OrderBy(tag => tag.Key));
            Assert.Equal(new RunState(RunStatus.Pending, run.StartAt), row.State);
            Assert.Equal(1, row.Length);
            Assert.Null(row.Owner);
            Assert.Equal(1, row.Start.Position);
            Assert.Equal(Text(run.Start), Text(row.Start));
            Assert.Null(row.End);
        }
    }

    [Fact]
    public async Task Create_SameIdAgain_ReturnsTheFirstAndChangesNothing()
    {
        await Store.CreateAsync(NewRun("a") with { Priority = 1 }, Token);

        var again = await Store.CreateAsync(NewRun("a") with { Priority = 2, Start = Record(1, "other") }, Token);

        Assert.False(again.Created);
        Assert.Equal(1, again.Run.Priority);
        Assert.Equal([Text(NewRun("a").Start)], await JournalAsync("a"));
    }

    [Fact]
    public async Task Create_IdOfAFinishedRun_ReturnsItWithItsEnd()
    {
        await StartAndFinishAsync("a");

        var again = await Store.CreateAsync(NewRun("a"), Token);

        Assert.False(again.Created);
        Assert.Equal(RunStatus.Completed, again.Run.State.Status);
        Assert.Equal(Text(Record(2)), Text(again.Run.End!.Value));
        Assert.Empty(await ClaimIdsAsync());
    }

    [Fact]
    public async Task Create_ManyAtOnceWithOneId_ExactlyOneWinsAndAllLearnItsRow()
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var creators = Enumerable.Range(0, 16).Select(async priority =>
        {
            await start.Task;
            return await Store.CreateAsync(NewRun("a") with { Priority = priority }, Token);
        }).ToList();

        start.SetResult();
        var outcomes = await Soon(Task.WhenAll(creators));

        var winner = Assert.Single(outcomes, outcome => outcome.Created);
        Assert.All(outcomes, outcome => Assert.Equal(winner.Run.Priority, outcome.Run.Priority));
        Assert.Equal(winner.Run.Priority, (await Store.FindAsync("a", Token))!.Priority);
    }

    [Fact]
    public async Task Create_IdsThatDifferOnlyInCase_AreTwoRuns()
    {
        Assert.True((await Store.CreateAsync(NewRun("run"), Token)).Created);
        Assert.True((await Store.CreateAsync(NewRun("RUN"), Token)).Created);
    }

    [Fact]
    public async Task Create_IdsThatNoFileCouldBear_Work()
    {
        string[] ids = ["../../etc/passwd", "a/b\\c:d*?\"<>|", ".", "Größe ☃ 𝄞", new string('x', 200)];
        foreach (var id in ids)
        {
            Assert.True((await Store.CreateAsync(NewRun(id), Token)).Created);
        }

        foreach (var id in ids)
        {
            Assert.Equal(id, (await Store.FindAsync(id, Token))?.RunId);
        }

        Assert.Equal(ids.Order(StringComparer.Ordinal), await ClaimIdsAsync());
    }
}
