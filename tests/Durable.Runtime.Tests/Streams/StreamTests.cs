using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Durable.Storage;
using Durable.Tests.Harness;

namespace Durable.Tests.Streams;

[Proves("B-SHOW-1")]
public sealed class StreamTests
{
    private int _enumerations;

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Files)]
    public async Task Stream_Completed_IsReturnedOnReplayAndNeverEnumeratedAgain(StoreKind kind)
    {
        Script Code() => new()
        {
            Body = async (ctx, _, _) =>
            {
                var words = await ctx.StreamAsync("words", Count("a", "b", "c"));
                await ctx.SleepAsync(TimeSpan.FromHours(1));
                return string.Concat(words);
            },
        };
        await using var engine = await Engine.StartAsync(Code(), kind: kind);
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();
        await engine.CrashAsync(Code());
        await engine.WakeAsync();

        Assert.Equal("abc", await engine.Run.ResultAsync(engine.Patience));
        Assert.Equal(1, _enumerations);
        Assert.Equal(
            ["start", "chunk words", "chunk words", "chunk words", "streamEnd words", "sleep sleep", "wake sleep", "end"],
            await engine.JournalAsync());
        Assert.Equal(["a", "b", "c"], await ReadAsync(engine, "words"));
    }

    [Fact]
    public async Task Stream_Empty_IsAStream()
    {
        await using var engine = await Engine.StartAsync(new Script
        {
            Body = async (ctx, _, _) => $"{(await ctx.StreamAsync("words", Count())).Count}",
        });
        var run = await engine.StartRunAsync();

        Assert.Equal("0", await run.ResultAsync(engine.Patience));
        Assert.Empty(await ReadAsync(engine, "words"));
    }

    [Theory, Proves("B-JRN-2")]
    [InlineData(StoreKind.Memory, false)]
    [InlineData(StoreKind.Memory, true)]
    [InlineData(StoreKind.Files, false)]
    [InlineData(StoreKind.Files, true)]
    public async Task Stream_KilledAtEveryCommit_GivesEachChunkOnce(StoreKind kind, bool afterTheWrite)
    {
        for (var crashAt = 1; crashAt <= 4; crashAt++)
        {
            // One chunk per commit: the next one comes when the one before is durable.
            var step = new SemaphoreSlim(1);
            var code = new Script
            {
                Body = async (ctx, _, _) => string.Concat(await ctx.StreamAsync("words", OneByOne(step, "a", "b", "c"))),
            };
            await using var engine = await Engine.StartAsync(code, kind: kind);
            var store = engine.Store;
            var dead = new TaskCompletionSource();
            Task Before(RunCommit commit) => afterTheWrite ? Task.CompletedTask : DieAt(crashAt - 1);
            Task After(RunCommit commit)
            {
                step.Release();
                return afterTheWrite ? DieAt(crashAt) : Task.CompletedTask;
            }

            Task DieAt(int commits)
            {
                if (store.Commits == commits)
                {
                    store.Kill();
                    dead.TrySetResult();
                }

                return Task.CompletedTask;
            }

            store.BeforeCommit = Before;
            store.AfterCommit = After;
            await engine.StartRunAsync();
            await dead.Task.WaitAsync(Pulse.Patience);
            step.Release(100);
            await engine.CrashAsync(code);

            Assert.Equal("abc", await engine.Run.ResultAsync(engine.Patience));
            Assert.Equal(["a", "b", "c"], await ReadAsync(engine, "words"));
            Assert.Equal(
                ["start", "chunk words", "chunk words", "chunk words", "streamEnd words", "end"], await engine.JournalAsync());
        }
    }

    [Fact]
    public async Task Stream_AfterACrash_TheSourceIsToldWhatIsRecordedAndReadersGoOn()
    {
        var told = new List<int>();
        var more = Channel.CreateUnbounded<string>();
        Script Code() => new()
        {
            Body = async (ctx, _, _) => string.Concat(await ctx.StreamAsync("words", recorded =>
            {
                told.Add(recorded);
                return more.Reader.ReadAllAsync();
            })),
        };
        await using var engine = await Engine.StartAsync(Code(), kind: StoreKind.Files);
        await engine.StartRunAsync();
        await WriteAsync(more, "a", "b");
        Assert.Equal(["a", "b"], await ReadAsync(engine, "words", take: 2));

        more = Channel.CreateUnbounded<string>();
        await engine.CrashAsync(Code());
        var rest = ReadAsync(engine, "words", from: 2);
        await WriteAsync(more, "c");
        more.Writer.Complete();

        Assert.Equal("abc", await engine.Run.ResultAsync(engine.Patience));
        Assert.Equal(["c"], await rest);
        Assert.Equal([0, 2], told);
    }

    [Fact]
    public async Task Stream_SourceFails_EndsWithAMarkForBodyAndReaders()
    {
        Script Code() => new()
        {
            Body = async (ctx, _, _) =>
            {
                string caught;
                try
                {
                    await ctx.StreamAsync("words", Failing("a"));
                    caught = "nothing";
                }
                catch (StreamFailedException failed)
                {
                    caught = $"{failed.Code} {failed.StepId} {failed.Chunks} {failed.Error.Message}";
                }

                await ctx.SleepAsync(TimeSpan.FromHours(1));
                return caught;
            },
        };
        await using var engine = await Engine.StartAsync(Code());
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();
        await engine.CrashAsync(Code());
        await engine.WakeAsync();

        Assert.Equal("STREAM_FAILED words 1 the line is dead", await engine.Run.ResultAsync(engine.Patience));
        Assert.Equal(1, _enumerations);
        var read = new List<string>();
        var failure = await Assert.ThrowsAsync<StreamFailedException>(async () =>
        {
            await foreach (var word in engine.Client.ReadStreamAsync<string>(Engine.RunId, "words", cancellationToken: engine.Patience))
            {
                read.Add(word);
            }
        });
        Assert.Equal(["a"], read);
        Assert.Equal((1, "the line is dead"), (failure.Chunks, failure.Error.Message));
    }

    [Fact]
    public async Task Stream_FailureNobodyCatches_FailsTheRun()
    {
        await using var engine = await Engine.StartAsync(new Script
        {
            Body = async (ctx, _, _) => $"{await ctx.StreamAsync("words", Failing())}",
        });
        var run = await engine.StartRunAsync();

        var failed = await Assert.ThrowsAsync<RunFailedException>(() => run.ResultAsync(engine.Patience));

        Assert.Equal((DurableErrorCodes.StreamFailed, "words"), (failed.Error.Kind, failed.Error.StepId));
    }

    [Fact, Proves("B-POL-3")]
    public async Task Stream_ChunkAboveTheCap_FailsTheStream()
    {
        await using var engine = await Engine.StartAsync(
            new Script { Body = async (ctx, _, _) => string.Concat(await ctx.StreamAsync("words", Count("a", new string('x', 2000)))) },
            static durable => durable.ConfigurePayloads(static payloads => payloads.MaxBytes = 1024));
        var run = await engine.StartRunAsync();

        var failed = await Assert.ThrowsAsync<RunFailedException>(() => run.ResultAsync(engine.Patience));

        Assert.Equal(DurableErrorCodes.PayloadTooLarge, failed.Error.Cause?.Kind);
    }

    [Fact]
    public async Task Read_WhileItGrows_DeliversLiveFromAnyPosition()
    {
        var words = Channel.CreateUnbounded<string>();
        await using var engine = await Engine.StartAsync(new Script
        {
            Body = async (ctx, _, _) => string.Concat(await ctx.StreamAsync("words", words.Reader.ReadAllAsync())),
        });
        await engine.StartRunAsync();

        // From before anything is there; each chunk is seen before the next one is given.
        var live = engine.Client.ReadStreamAsync<string>(Engine.RunId, "words", cancellationToken: engine.Patience).GetAsyncEnumerator(engine.Patience);
        foreach (var word in (string[])["a", "b", "c", "d"])
        {
            await WriteAsync(words, word);
            Assert.True(await live.MoveNextAsync());
            Assert.Equal(word, live.Current);
        }

        var late = ReadAsync(engine, "words", from: 2);
        var beyond = ReadAsync(engine, "words", from: 5);
        await WriteAsync(words, "e", "f");
        words.Writer.Complete();

        Assert.Equal(["c", "d", "e", "f"], await late);
        Assert.Equal(["f"], await beyond);
        Assert.True(await live.MoveNextAsync() && await live.MoveNextAsync());
        Assert.False(await live.MoveNextAsync());
        Assert.Equal(["d", "e", "f"], await ReadAsync(engine, "words", from: 3));
        Assert.Empty(await ReadAsync(engine, "words", from: 60));
        await live.DisposeAsync();
    }

    [Fact]
    public async Task Read_TenThousandChunks_ComeInOrderInFewWrites()
    {
        await using var engine = await Engine.StartAsync(
            new Script { Body = async (ctx, _, _) => $"{(await ctx.StreamAsync("numbers", Numbers(10_000))).Sum()}" }, kind: StoreKind.Files);
        var run = await engine.StartRunAsync();
        var read = new List<int>();
        await foreach (var number in engine.Client.ReadStreamAsync<int>(Engine.RunId, "numbers", cancellationToken: engine.Patience))
        {
            read.Add(number);
        }

        Assert.Equal(Enumerable.Range(0, 10_000), read);
        Assert.Equal("49995000", await run.ResultAsync(engine.Patience));
        Assert.True(engine.Store.Commits < 5_000, $"{engine.Store.Commits} commits");
    }

    [Fact, Proves("B-CTL-1")]
    public async Task Cancel_InMidStream_EndsTheStreamBeforeTheRun()
    {
        var words = Channel.CreateUnbounded<string>();
        await using var engine = await Engine.StartAsync(new Script
        {
            Body = async (ctx, _, _) => string.Concat(await ctx.StreamAsync("words", words.Reader.ReadAllAsync())),
        });
        var run = await engine.StartRunAsync();
        await WriteAsync(words, "a");
        Assert.Equal(["a"], await ReadAsync(engine, "words", take: 1));

        await run.CancelAsync();

        await engine.UntilEndedAsync();
        Assert.Equal(["start", "chunk words", "cancel", "streamEnd words", "end"], await engine.JournalAsync());
        var failure = await Assert.ThrowsAsync<StreamFailedException>(() => ReadAsync(engine, "words"));
        Assert.Equal((1, ErrorInfo.Cancelled), (failure.Chunks, failure.Error.Kind));
    }

    [Fact]
    public async Task Withdraw_ByToken_StopsTheStreamAlone()
    {
        Script Code() => new()
        {
            Body = async (ctx, _, _) =>
            {
                using var source = new CancellationTokenSource();
                var stream = ctx.StreamAsync("words", Channel.CreateUnbounded<string>().Reader.ReadAllAsync(), source.Token);
                await ctx.SleepAsync(TimeSpan.FromMinutes(1));
                source.Cancel();
                return await TaskOutcome.Of(stream);
            },
        };
        await using var engine = await Engine.StartAsync(Code());
        var run = await engine.StartRunAsync();
        await engine.UntilAsync(info => info.WakeAt is not null || info.JournalLength == 2);
        engine.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("cancelled", await run.ResultAsync(engine.Patience));
        Assert.Equal(["start", "sleep sleep", "wake sleep", "streamEnd words", "end"], await engine.JournalAsync());
    }

    [Fact, Proves("B-WAIT-5")]
    public async Task BodyEnds_WhileItStreams_TheStreamIsEndedFirst()
    {
        await using var engine = await Engine.StartAsync(new Script
        {
            Body = static async (ctx, w, _) =>
            {
                var unwaited = ctx.StreamAsync("words", Channel.CreateUnbounded<string>().Reader.ReadAllAsync());
                return await w.AlphaAsync("x");
            },
        });
        var run = await engine.StartRunAsync();

        Assert.Equal("x", await run.ResultAsync(engine.Patience));
        Assert.Equal(["start", "step Alpha", "return", "streamEnd words", "end"], await engine.JournalAsync());
    }

    [Fact]
    public async Task Read_WhatIsNotThere_SaysSo()
    {
        await using var engine = await Engine.StartAsync(new Script { Body = static (_, _, input) => Task.FromResult(input) });
        await (await engine.StartRunAsync()).ResultAsync(engine.Patience);

        Assert.Equal(DurableErrorCodes.StreamUnknown, (await Assert.ThrowsAsync<DurableException>(() => ReadAsync(engine, "words"))).Code);
        Assert.Equal(
            DurableErrorCodes.RunNotFound,
            (await Assert.ThrowsAsync<DurableException>(async () => await engine.Client.ReadStreamAsync("nobody", "words").GetAsyncEnumerator().MoveNextAsync())).Code);
        Assert.Equal(
            DurableErrorCodes.PayloadTypeUnknown,
            (await Assert.ThrowsAsync<DurableException>(async () =>
                await engine.Client.ReadStreamAsync<Version>(Engine.RunId, "words").GetAsyncEnumerator().MoveNextAsync())).Code);
        Assert.Equal(DurableErrorCodes.ArgumentOutOfRange, (await Assert.ThrowsAsync<DurableException>(() => ReadAsync(engine, "words", from: -1))).Code);
    }

    [Fact]
    public async Task Read_RunTerminatedInMidStream_EndsWithTheChunksAndAnError()
    {
        var words = Channel.CreateUnbounded<string>();
        await using var engine = await Engine.StartAsync(new Script
        {
            Body = async (ctx, _, _) => string.Concat(await ctx.StreamAsync("words", words.Reader.ReadAllAsync())),
        });
        await engine.StartRunAsync();
        await WriteAsync(words, "a");
        Assert.Equal(["a"], await ReadAsync(engine, "words", take: 1));
        var reading = ReadAsync(engine, "words");

        await engine.Client.TerminateAsync(Engine.RunId);

        var failure = await Assert.ThrowsAsync<StreamFailedException>(() => reading);
        Assert.Equal((1, ErrorInfo.Terminated), (failure.Chunks, failure.Error.Kind));
    }

    [Fact]
    public async Task Read_CallerGivesUp_OnlyTheReadingEnds()
    {
        var words = Channel.CreateUnbounded<string>();
        await using var engine = await Engine.StartAsync(new Script
        {
            Body = async (ctx, _, _) => string.Concat(await ctx.StreamAsync("words", words.Reader.ReadAllAsync())),
        });
        var run = await engine.StartRunAsync();
        using var patience = new CancellationTokenSource();
        var reading = engine.Client.ReadStreamAsync<string>(Engine.RunId, "words", cancellationToken: patience.Token).GetAsyncEnumerator(engine.Patience);
        var next = reading.MoveNextAsync();
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
        await WriteAsync(words, "a");
        words.Writer.Complete();
        Assert.Equal("a", await run.ResultAsync(engine.Patience));
    }

    [Fact]
    public async Task Read_HostStops_ReadersAreTold()
    {
        await using var engine = await Engine.StartAsync(new Script
        {
            Body = static async (ctx, _, _) =>
            {
                await ctx.SleepAsync(TimeSpan.FromHours(1));
                return "";
            },
        });
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();
        var reading = ReadAsync(engine, "words");
        Assert.False(reading.IsCompleted);

        await engine.Host.StopAsync();

        Assert.Equal(DurableErrorCodes.HostStopped, (await Assert.ThrowsAsync<DurableException>(() => reading)).Code);
    }

    private static async Task<List<string>> ReadAsync(Engine engine, string streamId, int from = 0, int take = int.MaxValue)
    {
        var chunks = new List<string>();
        await foreach (var chunk in engine.Client.ReadStreamAsync<string>(Engine.RunId, streamId, from, engine.Patience))
        {
            chunks.Add(chunk);
            if (chunks.Count == take)
            {
                break;
            }
        }

        return chunks;
    }

    private static async Task WriteAsync(Channel<string> channel, params string[] words)
    {
        foreach (var word in words)
        {
            await channel.Writer.WriteAsync(word);
        }
    }

    private static async IAsyncEnumerable<string> OneByOne(
        SemaphoreSlim step, string a, string b, string c, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var word in (string[])[a, b, c])
        {
            await step.WaitAsync(cancellationToken);
            yield return word;
        }

        await step.WaitAsync(cancellationToken);
    }

    private static async IAsyncEnumerable<int> Numbers(int count)
    {
        await Task.Yield();
        for (var i = 0; i < count; i++)
        {
            yield return i;
        }
    }

    private async IAsyncEnumerable<string> Count(params string[] words)
    {
        Interlocked.Increment(ref _enumerations);
        await Task.Yield();
        foreach (var word in words)
        {
            yield return word;
        }
    }

    private async IAsyncEnumerable<string> Failing(params string[] words)
    {
        await foreach (var word in Count(words))
        {
            yield return word;
        }

        throw new InvalidOperationException("the line is dead");
    }
}
