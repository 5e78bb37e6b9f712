using System.Text;
using Durable.Storage;
using Durable.Tests.Harness;
using static Durable.Store.Contract.StoreSamples;

namespace Durable.Store.Contract;

// I2, I5.
[Proves("B-JRN-1")]
public abstract partial class StoreContract
{
    [Fact]
    public async Task Commit_Records_AreAppendedInOrderWithTheState()
    {
        var run = await StartAndClaimAsync("a");
        var wakeAt = Time.GetUtcNow().AddHours(1);

        Assert.Equal(CommitOutcome.Applied, await Store.CommitAsync(Commit(run, 1, new(RunStatus.Running), records: 3), Token));
        Assert.Equal(CommitOutcome.Applied, await Store.CommitAsync(Commit(run, 4, new(RunStatus.Waiting, wakeAt)), Token));

        Assert.Equal([Text(NewRun("a").Start), .. Enumerable.Range(2, 4).Select(n => Text(Record(n)))], await JournalAsync("a"));
        var row = (await Store.FindAsync("a", Token))!;
        Assert.Equal(5, row.Length);
        Assert.Equal(new RunState(RunStatus.Waiting, wakeAt), row.State);
        Assert.Equal(Worker.WorkerId, row.Owner);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Commit_OtherLengthThanExpected_ChangesNothing(int expected)
    {
        var run = await StartAndClaimAsync("a");

        Assert.Equal(CommitOutcome.Fenced, await Store.CommitAsync(Commit(run, expected, new(RunStatus.Completed)), Token));

        Assert.Single(await JournalAsync("a"));
        Assert.Equal(RunStatus.Pending, (await Store.FindAsync("a", Token))!.State.Status);
        Assert.Equal(CommitOutcome.Applied, await Store.CommitAsync(Commit(run, 1, new(RunStatus.Running)), Token));
    }

    [Fact]
    public async Task Commit_TwoAtOnceWithTheSameExpectation_OneIsApplied()
    {
        var run = await StartAndClaimAsync("a");

        var outcomes = await Soon(Task.WhenAll(Enumerable.Range(0, 8).Select(
            _ => Task.Run(async () => await Store.CommitAsync(Commit(run, 1, new(RunStatus.Running)), Token), Token))));

        Assert.Single(outcomes, outcome => outcome == CommitOutcome.Applied);
        Assert.Equal(2, (await JournalAsync("a")).Count);
    }

    [Fact]
    public async Task Commit_WithoutRecords_ChangesOnlyTheState()
    {
        var run = await StartAndClaimAsync("a");

        Assert.Equal(
            CommitOutcome.Applied,
            await Store.CommitAsync(Commit(run, 1, new(RunStatus.Stuck, Reason: "line 3: \"x\""), records: 0), Token));

        var row = (await Store.FindAsync("a", Token))!;
        Assert.Equal(1, row.Length);
        Assert.Equal(new RunState(RunStatus.Stuck, Reason: "line 3: \"x\""), row.State);
        Assert.Null(row.End);
        Assert.Single(await JournalAsync("a"));
    }

    [Fact]
    public async Task Commit_NextOne_ForgetsTheReason()
    {
        var run = await StartAndClaimAsync("a");
        await Store.CommitAsync(Commit(run, 1, new(RunStatus.Stuck, Reason: "why"), records: 0), Token);

        await Store.CommitAsync(Commit(run, 1, new(RunStatus.Running)), Token);

        Assert.Equal(new RunState(RunStatus.Running), (await Store.FindAsync("a", Token))!.State);
    }

    [Theory]
    [InlineData(RunStatus.Completed)]
    [InlineData(RunStatus.Failed)]
    [InlineData(RunStatus.Compensated)]
    [InlineData(RunStatus.CompensationFailed)]
    [InlineData(RunStatus.Cancelled)]
    [InlineData(RunStatus.Terminated)]
    [InlineData(RunStatus.TimedOut)]
    public async Task Commit_Finishing_KeepsTheEndAndGivesTheLeaseBack(RunStatus status)
    {
        var run = await StartAndClaimAsync("a");

        Assert.Equal(CommitOutcome.Applied, await Store.CommitAsync(Commit(run, 1, new(status), records: 2), Token));

        var row = (await Store.FindAsync("a", Token))!;
        Assert.Equal(new RunState(status), row.State);
        Assert.Equal(3, row.Length);
        Assert.Null(row.Owner);
        Assert.Equal(3, row.End!.Value.Position);
        Assert.Equal(Text(Record(3)), Text(row.End.Value));
        Assert.Equal(CommitOutcome.Fenced, await Store.CommitAsync(Commit(run, 3, new(RunStatus.Running)), Token));
        Assert.Equal(3, (await JournalAsync("a")).Count);
    }

    [Fact]
    public async Task Commit_UnknownRun_IsFenced()
    {
        var run = await StartAndClaimAsync("a");
        var stray = run with { Lease = run.Lease with { RunId = "unknown" } };

        Assert.Equal(CommitOutcome.Fenced, await Store.CommitAsync(Commit(stray, 1, new(RunStatus.Running)), Token));
        Assert.Null(await Store.FindAsync("unknown", Token));
    }

    [Fact]
    public async Task Commit_LargeRecord_IsKept()
    {
        var run = await StartAndClaimAsync("a");
        var text = new string('é', 2_000_000);

        var commit = new RunCommit
        {
            Lease = run.Lease,
            ExpectedLength = 1,
            Records = [Record(2, text), Record(3)],
            State = new(RunStatus.Completed),
            InboxTaken = 0,
        };
        Assert.Equal(CommitOutcome.Applied, await Store.CommitAsync(commit, Token));

        Assert.Equal([Text(NewRun("a").Start), Text(Record(2, text)), Text(Record(3))], await JournalAsync("a"));
    }

    [Fact]
    public async Task Commit_ManyRunsAtOnce_EachJournalIsItsOwn()
    {
        const int Runs = 50;
        const int Commits = 20;
        foreach (var i in Enumerable.Range(0, Runs))
        {
            await Store.CreateAsync(NewRun($"run-{i}"), Token);
        }

        var claimed = await Store.ClaimAsync(Claim(), Token);
        await Soon(Task.WhenAll(claimed.Select(run => Task.Run(
            async () =>
            {
                for (var length = 1; length <= Commits; length++)
                {
                    var commit = new RunCommit
                    {
                        Lease = run.Lease,
                        ExpectedLength = length,
                        Records = [Record(length + 1, $"{run.Run.RunId}/{length}")],
                        State = new(length < Commits ? RunStatus.Running : RunStatus.Completed),
                        InboxTaken = 0,
                    };
                    Assert.Equal(CommitOutcome.Applied, await Store.CommitAsync(commit, Token));
                }
            },
            Token))));

        foreach (var run in claimed)
        {
            var expected = Enumerable.Range(1, Commits).Select(length => Text(Record(length + 1, $"{run.Run.RunId}/{length}")));
            Assert.Equal([Text(run.Run.Start), .. expected], await JournalAsync(run.Run.RunId));
        }
    }

    [Fact]
    public async Task Summary_IsKeptUntilReplaced_AndFinishedRunsKeepTheLastCommitsOwn()
    {
        var created = NewRun("a");
        await Store.CreateAsync(created, Token);
        var run = Assert.Single(await Store.ClaimAsync(Claim(), Token));
        var row = run.Run;
        Assert.True(row.Summary.IsEmpty);

        await CommitAsync(new RunState(RunStatus.Running), "first", 1);
        await AssertAsync("first");
        await CommitAsync(new RunState(RunStatus.Running), null, 2);
        await AssertAsync("first");
        await CommitAsync(new RunState(RunStatus.Running), "", 3);
        await AssertAsync("");
        await CommitAsync(new RunState(RunStatus.Running), "second", 4);
        await Store.CommitAsync(Continuing(run, 5, created, 2), Token);
        await AssertAsync("second");
        await CommitAsync(new RunState(RunStatus.Completed), "last", 1);
        await AssertAsync("last");

        run = await StartAndClaimAsync("b");
        await CommitAsync(new RunState(RunStatus.Running), "first", 1);
        await CommitAsync(new RunState(RunStatus.Completed), null, 2);
        await AssertAsync("", "b");

        Task CommitAsync(RunState state, string? summary, int length) => Store.CommitAsync(
            new RunCommit
            {
                Lease = run.Lease,
                ExpectedLength = length,
                Records = [Record(length + 1)],
                State = state,
                InboxTaken = 0,
                Summary = summary is null ? (ReadOnlyMemory<byte>?)null : summary.Length == 0 ? default(ReadOnlyMemory<byte>) : Encoding.UTF8.GetBytes($"{{\"is\":\"{summary}\"}}"),
            },
            Token).AsTask();

        async Task AssertAsync(string summary, string runId = "a")
        {
            await AssertRowAsync();
            if (Persists)
            {
                var lease = run.Lease;
                await Store.ReleaseAsync(lease, Token);
                await CrashAndReopenAsync();
                await AssertRowAsync();
                run = (await Store.ClaimAsync(Claim(), Token)).SingleOrDefault(claimed => claimed.Run.RunId == runId) ?? run;
            }

            async Task AssertRowAsync()
            {
                var expected = summary.Length == 0 ? "" : $"{{\"is\":\"{summary}\"}}";
                Assert.Equal(expected, Encoding.UTF8.GetString((await Store.FindAsync(runId, Token))!.Summary.Span));
                Assert.Contains(expected, await SummariesAsync());
            }
        }

        async Task<List<string>> SummariesAsync()
        {
            var summaries = new List<string>();
            await foreach (var found in Store.QueryAsync(new(), Token))
            {
                summaries.Add(Encoding.UTF8.GetString(found.Summary.Span));
            }

            return summaries;
        }
    }
}
