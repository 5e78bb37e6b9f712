using System.Collections.Concurrent;
using System.Text.Json;
using Durable.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Tests.Steps;

[Proves("B-STEP-7")]
public sealed class CallbackTests
{
    private readonly ConcurrentQueue<string> _tokens = new();

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Files)]
    internal async Task Complete_Suspended_GoesOnWithTheValueAndOnlyTheHashIsStored(StoreKind kind)
    {
        await using var engine = await Engine.StartAsync(Calling(), kind: kind);
        var run = await engine.StartRunAsync();
        await engine.UntilAsleepAsync();
        var token = Assert.Single(_tokens);

        await engine.Client.CompleteAsync(token, "paid");

        Assert.Equal("paid 1", await run.ResultAsync(engine.Patience));
        Assert.Equal(["start", "token Do", "suspend Do", "resume Do", "step Do", "end"], await engine.JournalAsync());
        var secret = token[(token.IndexOf('.', StringComparison.Ordinal) + 1)..];
        Assert.Equal(32, secret.Length);
        Assert.DoesNotContain(await engine.LinesAsync(), line => line.Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Complete_BeforeTheStepSuspends_IsKept()
    {
        var given = new TaskCompletionSource<string>();
        var completed = new TaskCompletionSource();
        await using var engine = await Engine.StartAsync(new Script
        {
            Body = static (_, w, input) => w.DoAsync(input),
            Step = async (_, step) =>
            {
                if (step.TryGetResume<string>(out var value))
                {
                    return value;
                }

                given.SetResult(step.CallbackToken);
                await completed.Task;
                throw step.Suspend("waiting");
            },
        });
        var run = await engine.StartRunAsync();

        await engine.Client.CompleteAsync(await given.Task.WaitAsync(engine.Patience), "early");
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Contains("resume Do"));
        completed.SetResult();

        Assert.Equal("early", await run.ResultAsync(engine.Patience));
        Assert.Equal(["start", "token Do", "resume Do", "suspend Do", "step Do", "end"], await engine.JournalAsync());
    }

    [Fact]
    public async Task Complete_WrongOrUsedToken_IsRefusedAndNothingChanged()
    {
        await using var engine = await Engine.StartAsync(Calling());
        var run = await engine.StartRunAsync();
        await engine.UntilAsleepAsync();
        var token = Assert.Single(_tokens);
        var journal = await engine.JournalAsync();

        foreach (var wrong in new[] { "", "nonsense", ".", "a.b", token[..^1], token + "x", token.Replace('.', '-'), token[(token.IndexOf('.', StringComparison.Ordinal) + 1)..] })
        {
            await RefusedAsync(DurableErrorCodes.CallbackUnknown, engine.Client.CompleteAsync(wrong, "x"));
        }

        await RefusedAsync(DurableErrorCodes.CallbackUnknown, engine.Client.FailAsync(token + "x", "no"));
        await RefusedAsync(DurableErrorCodes.PayloadTypeUnknown, engine.Client.CompleteAsync(token, new Uri("https://example.org")));
        Assert.Equal(journal, await engine.JournalAsync());
        await engine.Client.CompleteAsync(token, "paid", "event-1");
        await RefusedAsync(DurableErrorCodes.CallbackUsed, engine.Client.CompleteAsync(token, "again"));
        await RefusedAsync(DurableErrorCodes.CallbackUsed, engine.Client.FailAsync(token, "again", idempotencyKey: "event-2"));
        await engine.Client.CompleteAsync(token, "again", "event-1");

        Assert.Equal("paid 1", await run.ResultAsync(engine.Patience));
        await RefusedAsync(DurableErrorCodes.CallbackUsed, engine.Client.CompleteAsync(token, "again"));
        await engine.Client.CompleteAsync(token, "again", "event-1");
    }

    [Fact]
    public async Task Complete_ResumedByHandBefore_IsUsed()
    {
        await using var engine = await Engine.StartAsync(Calling());
        var run = await engine.StartRunAsync();
        await engine.UntilAsleepAsync();

        await run.ResumeStepAsync("Do", "by hand");
        await RefusedAsync(DurableErrorCodes.CallbackUsed, engine.Client.CompleteAsync(_tokens.First(), "x"));

        Assert.Equal("by hand 1", await run.ResultAsync(engine.Patience));
    }

    [Fact]
    public async Task Complete_TokensOfTwoProcesses_EachWorksButOnlyOne()
    {
        var hold = new TaskCompletionSource();
        var script = new Script
        {
            Body = static (_, w, input) => w.DoAsync(input),
            Step = async (_, step) =>
            {
                if (step.TryGetResume<string>(out var value))
                {
                    return value;
                }

                _tokens.Enqueue(step.CallbackToken);
                if (_tokens.Count == 1)
                {
                    // The process dies before the step suspends.
                    await hold.Task;
                }

                throw step.Suspend();
            },
        };
        await using var engine = await Engine.StartAsync(script);
        await engine.StartRunAsync();
        await engine.UntilAsync(() => Task.FromResult(_tokens.Count == 1));
        await engine.CrashAsync(script);
        await engine.UntilAsleepAsync();
        Assert.Equal(2, _tokens.Distinct().Count());

        await engine.Client.CompleteAsync(_tokens.First(), JsonDocument.Parse("\"first\"").RootElement);
        await RefusedAsync(DurableErrorCodes.CallbackUsed, engine.Client.CompleteAsync(_tokens.Last(), "second"));

        Assert.Equal("first", await engine.Run.ResultAsync(engine.Patience));
        hold.SetResult();
    }

    [Fact]
    public async Task Token_ReadTwice_IsTheSameWithinAnAttempt()
    {
        var script = new Script
        {
            Body = static (_, w, input) => w.OnceAsync(input),
            Step = static (_, step) => Task.FromResult($"{step.CallbackToken == step.CallbackToken}"),
        };
        await using var engine = await Engine.StartAsync(script);

        Assert.Equal("True", await (await engine.StartRunAsync()).ResultAsync(engine.Patience));
        Assert.Equal(["start", "token Once", "step Once", "end"], await engine.JournalAsync());
    }

    [Fact]
    public async Task Fail_Suspended_FailsTheAttemptAndTheStepIsTriedAgain()
    {
        await using var engine = await Engine.StartAsync(Calling());
        var run = await engine.StartRunAsync();
        await engine.UntilAsleepAsync();

        await engine.Client.FailAsync(_tokens.Last(), "declined", "card-declined");
        await engine.WakeAsync();
        await engine.UntilAsync(() => Task.FromResult(_tokens.Count == 2));
        await engine.UntilAsleepAsync();
        await RefusedAsync(DurableErrorCodes.CallbackUsed, engine.Client.CompleteAsync(_tokens.First(), "x"));
        await engine.Client.CompleteAsync(_tokens.Last(), "paid");

        Assert.Equal("paid 2", await run.ResultAsync(engine.Patience));
        Assert.Equal(
            ["start", "token Do", "suspend Do", "resume Do", "attempt Do", "token Do", "suspend Do", "resume Do", "step Do", "end"], await engine.JournalAsync());
        Assert.Contains("\"error\":{\"kind\":\"card-declined\",\"message\":\"declined\"}", (await engine.LinesAsync())[4], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fail_EveryAttempt_FailsTheStep()
    {
        await using var engine = await Engine.StartAsync(Calling());
        var run = await engine.StartRunAsync();
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            await engine.UntilAsync(() => Task.FromResult(_tokens.Count == attempt));
            await engine.UntilAsync(info => info is { Status: RunStatus.Waiting, Worker: null, WakeAt: null });
            await engine.Client.FailAsync(_tokens.Last(), "declined");
            if (attempt < 3)
            {
                await engine.WakeAsync();
            }
        }

        var failed = await Assert.ThrowsAsync<RunFailedException>(() => run.ResultAsync(engine.Patience));

        Assert.Equal((DurableErrorCodes.StepFailed, 3, "declined"), (failed.Error.Kind, failed.Error.Attempts, failed.Error.Cause!.Message));
    }

    [Fact]
    public async Task Fail_ProcessDiesBeforeItActs_CountsOnce()
    {
        var script = Calling();
        await using var engine = await Engine.StartAsync(script);
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();
        var store = engine.Store;
        store.AfterCommit = commit =>
        {
            if (commit.Records.Any(record => System.Text.Encoding.UTF8.GetString(record.Utf8.Span).Contains("\"t\":\"resume\"", StringComparison.Ordinal)))
            {
                store.Kill();
            }

            return Task.CompletedTask;
        };

        await engine.Client.FailAsync(_tokens.Last(), "declined");
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Contains("resume Do"));
        await engine.CrashAsync(script);
        await engine.WakeAsync();
        await engine.UntilAsync(() => Task.FromResult(_tokens.Count == 2));
        await engine.UntilAsleepAsync();
        await engine.Client.CompleteAsync(_tokens.Last(), "paid");

        Assert.Equal("paid 2", await engine.Run.ResultAsync(engine.Patience));
        Assert.Single(await engine.JournalAsync(), line => line == "attempt Do");
    }

    [Fact]
    public async Task Token_OfACancelledStep_IsUsed()
    {
        await using var engine = await Engine.StartAsync(Calling());
        var run = await engine.StartRunAsync();
        await engine.UntilAsleepAsync();

        await run.CancelAsync();
        await engine.UntilEndedAsync();

        await RefusedAsync(DurableErrorCodes.CallbackUsed, engine.Client.CompleteAsync(_tokens.Last(), "x"));
    }

    [Fact]
    [Proves("B-POL-2")]
    public async Task Token_OfATenantsRun_WorksForTheTenantAndTheHostOnly()
    {
        await using var engine = await Engine.StartAsync(Calling());
        var run = await engine.Host.Services.GetRequiredService<ScriptedWorkflow.Client>().StartAsync("in", new() { RunId = "t", Tenant = "acme" });
        await engine.UntilAsync(async () => (await run.GetInfoAsync()) is { Status: RunStatus.Waiting, Worker: null });

        await RefusedAsync(DurableErrorCodes.CallbackUnknown, engine.Client.ForTenant("other").CompleteAsync(_tokens.Last(), "x"));
        await engine.Client.CompleteAsync(_tokens.Last(), "paid");
        await RefusedAsync(DurableErrorCodes.CallbackUsed, engine.Client.ForTenant("acme").CompleteAsync(_tokens.Last(), "x"));

        Assert.Equal("paid 1", await run.ResultAsync(engine.Patience));
    }

    [Fact]
    public void Token_StepCalledDirectly_IsEmptyAndInATestSomething()
    {
        StepContext outside = default;
        Assert.Equal("", outside.CallbackToken);
        Assert.NotEqual("", StepContext.ForTest().CallbackToken);
    }

    /// <summary>A step that hands out a token and waits for it.</summary>
    private Script Calling() => new()
    {
        Body = static (_, w, input) => w.DoAsync(input),
        Step = (_, step) =>
        {
            if (step.TryGetResume<string>(out var value))
            {
                return Task.FromResult($"{value} {step.Attempt}");
            }

            _tokens.Enqueue(step.CallbackToken);
            throw step.Suspend();
        },
    };

    private static async Task RefusedAsync(string code, Task act) =>
        Assert.Equal(code, (await Assert.ThrowsAnyAsync<DurableException>(() => act)).Code);
}
