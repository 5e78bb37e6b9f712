using Durable.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Tests.Steps;

[Proves("B-STEP-6")]
public sealed class FromServicesTests
{
    [Fact]
    public async Task Service_TwoAttempts_EachHasItsOwnUntilItEnds()
    {
        var script = new ServedScript
        {
            Step = static (service, step) =>
            {
                service.Use("step");
                Assert.Same(service, step.Services.GetRequiredService<AttemptService>());
                return step.Attempt == 1 ? throw new InvalidOperationException("once") : Task.FromResult($"{service.Number}");
            },
        };
        await using var engine = await StartAsync(script);

        Assert.Equal("2", await RunAsync(engine));
        Assert.Equal(["made 1", "step 1", "disposed 1", "made 2", "step 2", "disposed 2"], script.Log);
    }

    [Fact, Proves("B-COMP-7")]
    public async Task Service_OfACompensator_IsTheUndoAttemptsOwn()
    {
        var script = new ServedScript { Compensates = true };
        await using var engine = await StartAsync(script);

        Assert.Equal(RunStatus.Compensated, (await FailAsync(engine)).Status);
        Assert.Equal(["made 1", "step 1", "disposed 1", "made 2", "step 2", "disposed 2"], script.Log);
    }

    [Fact]
    public async Task Service_Missing_FailsEachAttemptWithAClearMessage()
    {
        await using var engine = await StartAsync(new ServedScript(), isRegistered: false);

        var error = (await FailAsync(engine)).Error!;

        Assert.Equal(DurableErrorCodes.StepFailed, error.Kind);
        Assert.Equal((2, DurableErrorCodes.ServiceMissing), (error.Attempts, error.Cause!.Kind));
        Assert.Equal(
            "The parameter 'service' of step 'serve' asks for a service of type AttemptService, and none is registered. Register it, or declare the parameter as nullable.",
            error.Cause.Message);
        Assert.Equal(["start", "attempt serve", "stepError serve", "end"], await engine.JournalAsync());
    }

    [Fact]
    public async Task Service_WhoseConstructorThrows_FailsTheAttempt()
    {
        var calls = 0;
        var script = new ServedScript();
        await using var engine = await StartAsync(script, isRegistered: false, durable => durable.Services.AddScoped(_ =>
            ++calls == 1 ? throw new InvalidOperationException("no connection") : new AttemptService(script)));

        Assert.Equal("1", await RunAsync(engine));
        Assert.Equal(["start", "attempt serve", "step serve", "end"], await engine.JournalAsync());
    }

    [Fact]
    public async Task Service_ThatCannotBeDisposed_FailsTheAttempt()
    {
        var script = new ServedScript
        {
            Disposed = static service =>
            {
                if (service.Number == 1)
                {
                    throw new InvalidOperationException("not written");
                }
            },
        };
        await using var engine = await StartAsync(script);

        Assert.Equal("2", await RunAsync(engine));
        Assert.Contains("not written", (await engine.LinesAsync())[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Service_StepFailsAndSoDoesDisposing_TheStepsFailureIsKept()
    {
        var script = new ServedScript
        {
            Step = static (_, _) => throw new NonRetryableException("declined"),
            Disposed = static _ => throw new InvalidOperationException("not written"),
        };
        await using var engine = await StartAsync(script);

        Assert.Equal("declined", (await FailAsync(engine)).Error!.Cause!.Message);
    }

    [Fact, Proves("B-STEP-3")]
    public async Task Service_OfAnAbandonedAttempt_IsDisposedWhenThatEnds()
    {
        var release = new TaskCompletionSource();
        var began = new TaskCompletionSource();
        var ended = new TaskCompletionSource();
        var script = new ServedScript
        {
            Step = async (service, step) =>
            {
                if (step.Attempt == 1)
                {
                    began.SetResult();
                    await release.Task;
                    service.Use("late");
                }

                return $"{service.Number}";
            },
            Disposed = service =>
            {
                if (service.Number == 1)
                {
                    ended.SetResult();
                }
            },
        };
        await using var engine = await StartAsync(script);
        var run = await Start(engine);
        await began.Task.WaitAsync(engine.Patience);
        await engine.UntilAsync(() =>
        {
            engine.Time.Advance(TimeSpan.FromSeconds(10));
            return Task.FromResult(script.Log.Contains("disposed 2"));
        });

        Assert.Equal("2", await run.ResultAsync(engine.Patience));
        Assert.DoesNotContain("disposed 1", script.Log);
        release.SetResult();
        await ended.Task.WaitAsync(engine.Patience);
        Assert.Equal(["late 1", "disposed 1"], script.Log.TakeLast(2));
    }

    [Fact]
    public async Task Services_OfAnAttemptThatIsOver_AreGone()
    {
        var kept = default(StepContext);
        var script = new ServedScript
        {
            Step = (service, step) =>
            {
                kept = step;
                return Task.FromResult($"{service.Number}");
            },
        };
        await using var engine = await StartAsync(script);
        await RunAsync(engine);

        Assert.Throws<ContextMisuseException>(() => kept.Services);
    }

    [Fact]
    public void Services_OutsideARun_AreThoseOfTheTest()
    {
        using var services = new ServiceCollection().AddSingleton("given").BuildServiceProvider();

        Assert.Equal("given", StepContext.ForTest(services: services).Services.GetService<string>());
        Assert.Null(StepContext.ForTest().Services.GetService<string>());
        Assert.Null(default(StepContext).Services.GetService<string>());
        Assert.Null(default(StepContext).Services.GetKeyedService<string>("key"));
    }

    private static Task<Engine> StartAsync(ServedScript script, bool isRegistered = true, Action<DurableBuilder>? configure = null) => Engine.StartAsync(durable =>
    {
        durable.AddWorkflow<ServedWorkflow>().Services.AddSingleton(script);
        if (isRegistered)
        {
            durable.Services.AddScoped<AttemptService>();
        }

        configure?.Invoke(durable);
    });

    private static Task<ServedWorkflow.Run> Start(Engine engine) =>
        engine.Host.Services.GetRequiredService<ServedWorkflow.Client>().StartAsync("in", new() { RunId = Engine.RunId });

    private static async Task<string> RunAsync(Engine engine) => await (await Start(engine)).ResultAsync(engine.Patience);

    private static async Task<RunFailedException> FailAsync(Engine engine)
    {
        var run = await Start(engine);
        return await Assert.ThrowsAsync<RunFailedException>(() => run.ResultAsync(engine.Patience));
    }
}
