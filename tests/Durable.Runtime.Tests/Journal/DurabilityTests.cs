using Durable.Tests.Harness;

namespace Durable.Tests.Journal;

public sealed class DurabilityTests
{
    [Fact, Proves("B-JRN-1")]
    public async Task Outcome_CommitNotYetDurable_BodyDoesNotSeeIt()
    {
        var written = new TaskCompletionSource();
        var writing = new TaskCompletionSource();
        var script = new Script
        {
            Body = static async (_, w, input) => await w.BetaAsync(await w.AlphaAsync(input)),
        };
        await using var engine = await Engine.StartAsync(script);
        engine.Store.BeforeCommit = async commit =>
        {
            if (commit.Records.Any(record => Line(record).Contains("\"Alpha\"", StringComparison.Ordinal)))
            {
                writing.TrySetResult();
                await written.Task;
            }
        };

        var run = await engine.StartRunAsync("x");
        await writing.Task.WaitAsync(Pulse.Patience);
        var before = script.Calls;
        written.SetResult();

        Assert.Equal("x", await run.ResultAsync(engine.Patience));
        Assert.Equal(["Alpha(x) 1"], before);
        Assert.Equal(["Alpha(x) 1", "Beta(x) 1"], script.Calls);
    }

    [Theory, Proves("B-JRN-2")]
    [InlineData(StoreKind.Memory, false)]
    [InlineData(StoreKind.Memory, true)]
    [InlineData(StoreKind.Files, false)]
    [InlineData(StoreKind.Files, true)]
    public async Task Kill_AtEveryCommit_GoesOnByItselfWithTheRecordedResults(StoreKind kind, bool afterTheWrite)
    {
        // One crash for each commit of the run, before or after it became durable.
        for (var crashAt = 1; crashAt <= 5; crashAt++)
        {
            var random = 0;
            Script Code() => new()
            {
                Body = static async (_, w, input) =>
                {
                    var a = await w.AlphaAsync(input);
                    var b = await w.BetaAsync(a);
                    var c = await w.AlphaAsync(b);
                    return $"{a}|{b}|{c}|{await w.DoAsync(c)}";
                },
                Step = (argument, _) => Task.FromResult($"{argument}{Interlocked.Increment(ref random)}"),
            };
            var code = Code();
            await using var engine = await Engine.StartAsync(code, kind: kind);
            var store = engine.Store;
            var dead = new TaskCompletionSource();
            Task Die(Durable.Storage.RunCommit commit)
            {
                if (store.Commits == (afterTheWrite ? crashAt : crashAt - 1))
                {
                    store.Kill();
                    dead.TrySetResult();
                }

                return Task.CompletedTask;
            }

            if (afterTheWrite)
            {
                store.AfterCommit = Die;
            }
            else
            {
                store.BeforeCommit = Die;
            }

            await engine.StartRunAsync("x");
            await dead.Task.WaitAsync(Pulse.Patience);
            var recorded = await engine.LinesAsync();
            await engine.CrashAsync(Code());
            var result = await engine.Run.ResultAsync(engine.Patience);

            var history = await engine.LinesAsync();
            Assert.Equal(recorded, history[..recorded.Count]);
            Assert.Equal(["start", "step Alpha", "step Beta", "step Alpha#2", "step Do", "end"], await engine.JournalAsync());
            Assert.Equal(4, result.Split('|').Length);
            Assert.All(history[1..^1], line => Assert.Contains("\"output\":", line, StringComparison.Ordinal));
        }
    }

    [Fact, Proves("B-JRN-4")]
    public async Task Values_LiveAndOnReplay_AreTheSameCopies()
    {
        List<int>? passed = null;
        var same = new List<bool>();
        Script Code() => new()
        {
            Body = async (ctx, w, _) =>
            {
                passed = [7];
                var returned = await w.AddAsync(passed);
                same.Add(ReferenceEquals(passed, returned));
                await ctx.SleepAsync(TimeSpan.FromHours(1));
                return $"{string.Join(",", passed)}|{string.Join(",", returned)}";
            },
        };
        await using var engine = await Engine.StartAsync(Code());

        await engine.StartRunAsync();
        await engine.WakeAsync();

        // The step added to its own copy, and returned that; the body's list is untouched, in both lives.
        Assert.Equal("7|7,1", await engine.Run.ResultAsync(engine.Patience));
        Assert.Equal([false, false], same);
    }

    [Fact, Proves("B-JRN-4")]
    public async Task Text_ThatLooksLikeANumber_StaysText()
    {
        var script = new Script
        {
            Body = static async (ctx, w, input) =>
            {
                var a = await w.AlphaAsync(input);
                await ctx.SleepAsync(TimeSpan.FromMinutes(1));
                return a + await w.BetaAsync("\"null\"");
            },
        };
        await using var engine = await Engine.StartAsync(script);

        await engine.StartRunAsync("123");
        await engine.WakeAsync();

        Assert.Equal("123\"null\"", await engine.Run.ResultAsync(engine.Patience));
    }

    [Fact, Proves("B-JRN-5")]
    public async Task Failure_EmptyMessage_IsAFailureWithAKind()
    {
        var script = new Script
        {
            Body = static (_, w, input) => w.OnceAsync(input),
            Step = static (_, _) => throw new SilentException(),
        };
        await using var engine = await Engine.StartAsync(script);

        var run = await engine.StartRunAsync();
        var failed = await Assert.ThrowsAsync<RunFailedException>(() => run.ResultAsync(engine.Patience));
        await engine.RestartAsync(script);
        var again = await Assert.ThrowsAsync<RunFailedException>(() => engine.Run.ResultAsync(engine.Patience));

        Assert.Equal(DurableErrorCodes.StepFailed, failed.Error.Kind);
        Assert.Equal(new ErrorInfo(ErrorInfo.Exception, ""), failed.Error.Cause);
        Assert.Equal(failed.Error, again.Error);
        Assert.Equal(RunStatus.Failed, again.Status);
    }

    [Fact, Proves("B-JRN-2")]
    public async Task Records_OfARun_HaveRisingPlacesAndTimes()
    {
        var script = new Script
        {
            Body = static async (ctx, w, input) =>
            {
                await w.AlphaAsync(input);
                await ctx.SleepAsync(TimeSpan.FromHours(2));
                return await w.BetaAsync(input);
            },
        };
        await using var engine = await Engine.StartAsync(script);

        await engine.StartRunAsync();
        await engine.WakeAsync();
        await engine.UntilEndedAsync();

        var history = await engine.HistoryAsync();
        Assert.Equal(Enumerable.Range(1, history.Count), history.Select(record => record.Position));
        Assert.Equal(history.Select(record => record.Timestamp).Order(), history.Select(record => record.Timestamp));
        Assert.Equal(["start", "step Alpha", "sleep sleep", "wake sleep", "step Beta", "end"], await engine.JournalAsync());
    }

    private static string Line(Durable.Storage.JournalEntry entry) => System.Text.Encoding.UTF8.GetString(entry.Utf8.Span);

    private sealed class SilentException : Exception
    {
        public override string Message => "";
    }
}
