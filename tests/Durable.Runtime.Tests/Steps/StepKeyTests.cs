using Durable.Generated;
using Durable.Tests.Harness;

namespace Durable.Tests.Steps;

[Proves("B-STEP-4")]
public sealed class StepKeyTests
{
    [Fact]
    public async Task Ids_KeyedCalls_AreTheKeysAndCountRepeatedOnes()
    {
        var script = Working("a", "b", "a");
        await using var engine = await Engine.StartAsync(script);

        Assert.Equal("a,b,a", await (await engine.StartRunAsync()).ResultAsync(engine.Patience));
        Assert.Equal(["step keyed[a]", "step keyed[b]", "step keyed[a]#2"], Steps(await engine.JournalAsync()));
    }

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Files)]
    public async Task Crash_CallsReorderedAndInserted_OnlyNewOnesRun(StoreKind kind)
    {
        await using var engine = await Engine.StartAsync(WaitingAfter("a", "b", "c"), kind: kind);
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();

        var changed = WaitingAfter("new", "c", "a", "b");
        await engine.CrashAsync(changed);
        await engine.Run.SignalAsync(ScriptedWorkflow.Go, "");

        Assert.Equal("new,c,a,b", await engine.Run.ResultAsync(engine.Patience));
        Assert.Equal(["keyed[new](new) 1"], changed.Calls);
    }

    [Fact]
    public async Task Replay_OfAChangedRun_IsTheSameAgain()
    {
        await using var engine = await Engine.StartAsync(WaitingAfter("a", "b"));
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();

        await engine.CrashAsync(WaitingTwiceAfter("new", "b", "a"));
        await engine.Run.SignalAsync(ScriptedWorkflow.Go, "");
        await engine.UntilAsync(async () => Steps(await engine.JournalAsync()).Count == 3);
        await engine.UntilAsleepAsync();
        var again = WaitingTwiceAfter("new", "b", "a");
        await engine.CrashAsync(again);
        await engine.Run.SignalAsync(ScriptedWorkflow.Count, 1);

        Assert.Equal("new,b,a", await engine.Run.ResultAsync(engine.Patience));
        Assert.Empty(again.Calls);
    }

    [Fact]
    public async Task Retry_OfAReorderedCall_KeepsItsAttemptAndTime()
    {
        var failing = new Script
        {
            Body = static async (_, w, _) => await w.KeyedAsync("a"),
            Step = static (_, _) => throw new InvalidOperationException("not yet"),
        };
        await using var engine = await Engine.StartAsync(failing);
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();

        var changed = Working("first", "a");
        await engine.CrashAsync(changed);
        await engine.WakeAsync();

        Assert.Equal("first,a", await engine.Run.ResultAsync(engine.Patience));
        Assert.Equal(["keyed[first](first) 1", "keyed[a](a) 2"], changed.Calls);
    }

    [Fact, Proves("B-JRN-6")]
    public async Task Crash_KeyedCallIsGone_IsStuckAndRecordsNothing()
    {
        await using var engine = await Engine.StartAsync(WaitingAfter("a", "b"));
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();
        var before = await engine.LinesAsync();

        await engine.CrashAsync(Working("b"));
        await engine.Run.SignalAsync(ScriptedWorkflow.Go, "");
        var stuck = await engine.UntilStuckAsync();

        Assert.Contains("'step' of operation 'keyed[a]'", stuck.Reason, StringComparison.Ordinal);
        Assert.Contains("the code's body is over without asking for it", stuck.Reason, StringComparison.Ordinal);
        Assert.Equal(before, await engine.LinesAsync());

        var mended = WaitingAfter("b", "a");
        await engine.RestartAsync(mended);
        await engine.Client.RetryAsync(Engine.RunId, engine.Patience);
        Assert.Equal("b,a", await engine.Run.ResultAsync(engine.Patience));
        Assert.Empty(mended.Calls);
    }

    [Fact, Proves("B-JRN-6")]
    public async Task Crash_KeyedCallWithAnotherInput_IsStuckWhereverItIsAskedFor()
    {
        static Script Code(string argument, params string[] keys) => new()
        {
            Body = async (ctx, w, _) =>
            {
                foreach (var key in keys)
                {
                    try
                    {
                        await w.KeyedAsync(key, argument);
                    }
                    catch (DurableException)
                    {
                        return "the body was shown the difference";
                    }
                }

                return await ctx.WaitForSignalAsync(ScriptedWorkflow.Go);
            },
        };

        await using var engine = await Engine.StartAsync(Code("1", "a", "b"));
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();

        await engine.CrashAsync(Code("2", "b", "a"));
        await engine.Run.SignalAsync(ScriptedWorkflow.Go, "");

        Assert.Contains("another input", (await engine.UntilStuckAsync()).Reason, StringComparison.Ordinal);
    }

    [Fact, Proves("B-FLOW-2")]
    public async Task ForEach_OneAtATimeAndReordered_OnlyNewItemsRun()
    {
        static Script Code(params string[] items) => new()
        {
            Body = async (ctx, w, _) =>
            {
                var done = await ctx.ForEachAsync(items, item => item, item => w.AlphaAsync(item), maxConcurrency: 1);
                await ctx.WaitForSignalAsync(ScriptedWorkflow.Go);
                return string.Join(",", done);
            },
        };

        await using var engine = await Engine.StartAsync(Code("a", "b/#]"));
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();
        var changed = Code("new", "b/#]", "a");
        await engine.CrashAsync(changed);
        await engine.Run.SignalAsync(ScriptedWorkflow.Go, "");

        Assert.Equal("new,b/#],a", await engine.Run.ResultAsync(engine.Patience));
        Assert.Equal(["forEach[new]/Alpha(new) 1"], changed.Calls);
        Assert.Contains("step forEach[b%2F%23%5D]/Alpha", await engine.JournalAsync());
    }

    [Fact, Proves("B-COMP-7")]
    public async Task Undo_OfKeyedCalls_HasKeysOfItsOwn()
    {
        var script = new Script
        {
            Body = static async (ctx, w, _) =>
            {
                await w.KeyedAsync("a");
                await w.KeyedAsync("a");
                return await ctx.CompensateAsync<string>("enough");
            },
        };
        await using var engine = await Engine.StartAsync(script);
        await engine.StartRunAsync();

        Assert.Equal(RunStatus.Compensated, (await engine.UntilEndedAsync()).Status);
        Assert.Equal(["keyed[a](a) 1", "keyed[a]#2(a) 1", "keyed[a]#2#undo(a) 1", "keyed[a]#undo(a) 1"], script.Calls);
    }

    [Theory]
    [InlineData("o-42", "o-42")]
    [InlineData("", "")]
    [InlineData("two words, ümläut 漢字 😀", "two words%2C ümläut 漢字 😀")]
    [InlineData("a]b[c/d#e%f", "a%5Db%5Bc%2Fd%23e%25f")]
    [InlineData("line\r\n\u0085end", "line%0D%0A%C2%85end")]
    public void Key_Text_IsEscaped(string text, string expected) => Assert.Equal(expected, KeyText.Join(text));

    [Fact]
    public void Key_HalfACharacter_IsReplaced() => Assert.Equal("a\uFFFDb", KeyText.Join("a\uD83Db"));

    [Fact]
    public void Key_SeveralParts_AreJoinedInOrder() => Assert.Equal("a%2C,b,", KeyText.Join("a,", "b", ""));

    [Fact]
    public void Key_TooLong_IsCutAndToldApart()
    {
        var limit = new string('x', KeyText.MaxLength);
        var one = KeyText.Join(limit + "1");
        var two = KeyText.Join(limit + "2");

        Assert.Equal(limit, KeyText.Join(limit));
        Assert.NotEqual(one, two);
        Assert.All([one, two], key => Assert.Matches("^x{160}~[0-9a-f]{32}$", key));
        Assert.Equal(one, KeyText.Join(limit + "1"));
        Assert.False(char.IsHighSurrogate(KeyText.Join(new string('x', 159) + string.Concat(Enumerable.Repeat("😀", 40)))[159]));
    }

    [Fact]
    public void Key_Values_AreTextThatDependsOnNoCulture()
    {
        var culture = Thread.CurrentThread.CurrentCulture;
        try
        {
            var strange = (System.Globalization.CultureInfo)System.Globalization.CultureInfo.InvariantCulture.Clone();
            strange.NumberFormat.NegativeSign = "minus ";
            Thread.CurrentThread.CurrentCulture = strange;

            Assert.Equal("-5", KeyText.Of(-5));
            Assert.Equal("18446744073709551615", KeyText.Of(ulong.MaxValue));
            Assert.Equal("0a1b2c3d-0000-0000-0000-000000000001", KeyText.Of(new Guid("0A1B2C3D-0000-0000-0000-000000000001")));
            Assert.Equal("Friday", KeyText.Of(DayOfWeek.Friday));
            Assert.Equal("9", KeyText.Of((DayOfWeek)9));
            Assert.Equal("", KeyText.Of<string?>(null));
            Assert.Equal("", KeyText.Of<int?>(null));
        }
        finally
        {
            Thread.CurrentThread.CurrentCulture = culture;
        }
    }

    private static List<string> Steps(IEnumerable<string> journal) => [.. journal.Where(line => line.StartsWith("step ", StringComparison.Ordinal))];

    private static Script Working(params string[] keys) => new()
    {
        Body = async (_, w, _) =>
        {
            var done = new List<string>();
            foreach (var key in keys)
            {
                done.Add(await w.KeyedAsync(key));
            }

            return string.Join(",", done);
        },
    };

    private static Script WaitingTwiceAfter(params string[] keys) => new()
    {
        Body = async (ctx, w, input) =>
        {
            var done = await WaitingAfter(keys).Body(ctx, w, input);
            await ctx.WaitForSignalAsync(ScriptedWorkflow.Count);
            return done;
        },
    };

    private static Script WaitingAfter(params string[] keys) => new()
    {
        Body = async (ctx, w, input) =>
        {
            var done = await Working(keys).Body(ctx, w, input);
            await ctx.WaitForSignalAsync(ScriptedWorkflow.Go);
            return done;
        },
    };
}
