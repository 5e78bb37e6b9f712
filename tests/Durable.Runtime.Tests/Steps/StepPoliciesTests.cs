using Durable.Tests.Harness;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Durable.Tests.Steps;

[Proves("B-STEP-1")]
public sealed class StepPoliciesTests
{
    [Fact]
    public async Task Configuration_OfAStep_OverridesWhatTheAttributeSays()
    {
        var script = Failing(static w => w.OnceAsync("a"));
        await using var engine = await StartAsync(script, new()
        {
            ["Durable:Steps:scripted/Once:MaxAttempts"] = "3",
            ["Durable:Steps:scripted/Once:RetryDelay"] = "0s",
            ["Durable:Steps:scripted/Once:Jitter"] = "false",
        });
        await engine.StartRunAsync();

        Assert.Equal(RunStatus.Failed, (await engine.UntilEndedAsync()).Status);
        Assert.Equal(["Once(a) 1", "Once(a) 2", "Once(a) 3"], script.Calls);
    }

    [Fact]
    public async Task Configuration_OfAStep_LeavesTheRestAsItIs()
    {
        var script = Failing(static w => w.DoAsync("a"));
        await using var engine = await StartAsync(script, new() { ["Durable:Steps:scripted/do:maxattempts"] = "2", ["Durable:Steps:other/Do:MaxAttempts"] = "7" });
        await engine.StartRunAsync();
        await engine.WakeAsync();

        Assert.Equal(RunStatus.Failed, (await engine.UntilEndedAsync()).Status);
        Assert.Equal(["Do(a) 1", "Do(a) 2"], script.Calls);
    }

    [Fact, Proves("B-COMP-3")]
    public async Task Configuration_OfAStep_CountsForUndoingIt()
    {
        var script = new Script
        {
            Body = static async (ctx, w, _) =>
            {
                await w.DoAsync("a");
                return await ctx.CompensateAsync<string>("enough");
            },
            Undo = static (_, _, _) => throw new InvalidOperationException("no"),
        };
        await using var engine = await StartAsync(script, new() { ["Durable:Steps:scripted/Do:MaxAttempts"] = "1" });
        await engine.StartRunAsync();

        Assert.Equal(RunStatus.CompensationFailed, (await engine.UntilEndedAsync()).Status);
        Assert.Equal(["Do(a) 1", "Do#undo(a) 1"], script.Calls);
    }

    [Fact]
    public async Task Configuration_OfAnInlineStep_CountsToo()
    {
        var attempts = 0;
        var script = new Script
        {
            Body = async (ctx, _, _) => await ctx.StepAsync<string>("inline", _ => ++attempts < 2 ? throw new InvalidOperationException("once") : Task.FromResult("done"), new() { MaxAttempts = 1 }),
        };
        await using var engine = await StartAsync(script, new() { ["Durable:Steps:scripted/inline:MaxAttempts"] = "2", ["Durable:Steps:scripted/inline:RetryDelay"] = "0ms" });

        Assert.Equal("done", await (await engine.StartRunAsync()).ResultAsync(engine.Patience));
    }

    [Fact]
    public async Task Configuration_ChangedWhileARunWaits_CountsFromItsNextAttempt()
    {
        var script = Failing(static w => w.HourlyAsync("a"));
        await using var engine = await StartAsync(script, new());
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();

        await engine.RestartAsync(script, durable => Configure(durable, new() { ["Durable:Steps:scripted/Hourly:MaxAttempts"] = "2" }));
        await engine.WakeAsync();

        Assert.Equal(RunStatus.Failed, (await engine.UntilEndedAsync()).Status);
        Assert.Equal(2, script.Calls.Count);
    }

    [Fact]
    public void Settings_All_AreRead()
    {
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Durable:Steps:scripted/Alpha:MaxAttempts"] = "0",
            ["Durable:Steps:scripted/Alpha:RetryDelay"] = "250ms",
            ["Durable:Steps:scripted/Alpha:Backoff"] = "linear",
            ["Durable:Steps:scripted/Alpha:MaxRetryDelay"] = "2h",
            ["Durable:Steps:scripted/Alpha:RetryFor"] = "1d",
            ["Durable:Steps:scripted/Alpha:Jitter"] = "False",
            ["Durable:Steps:scripted/Alpha:Timeout"] = "30s",
            ["Durable:Steps:scripted/Alpha:HeartbeatTimeout"] = "10s",
            ["Durable:Steps:scripted/Timed:Timeout"] = "none",
        });
        var definition = ScriptedWorkflow.Definition;
        var policies = Durable.Steps.StepPolicies.Read(configuration, new WorkflowRegistry([definition]), Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);

        Assert.Equal(
            new StepPolicy
            {
                MaxAttempts = 0,
                RetryDelay = TimeSpan.FromMilliseconds(250),
                Backoff = Backoff.Linear,
                MaxRetryDelay = TimeSpan.FromHours(2),
                RetryFor = TimeSpan.FromDays(1),
                Jitter = false,
                Timeout = TimeSpan.FromSeconds(30),
                HeartbeatTimeout = TimeSpan.FromSeconds(10),
            },
            policies.Of(definition, definition.Steps.Single(step => step.Id == "Alpha")));
        Assert.Null(policies.Of(definition, definition.Steps.Single(step => step.Id == "Timed")).Timeout);
        Assert.Same(StepPolicy.Default, policies.Of(definition, definition.Steps.Single(step => step.Id == "Beta")));
    }

    [Theory]
    [InlineData("scripted/Alpha:MaxAttempts", "-1")]
    [InlineData("scripted/Alpha:MaxAttempts", "many")]
    [InlineData("scripted/Alpha:MaxAttempts", "")]
    [InlineData("scripted/Alpha:RetryDelay", "10")]
    [InlineData("scripted/Alpha:RetryDelay", "none")]
    [InlineData("scripted/Alpha:MaxRetryDelay", "00:00:10")]
    [InlineData("scripted/Alpha:Backoff", "Random")]
    [InlineData("scripted/Alpha:Backoff", "1")]
    [InlineData("scripted/Alpha:Jitter", "yes")]
    [InlineData("scripted/Alpha:Timeout", "0s")]
    [InlineData("scripted/Alpha:RetryFor", "4000d")]
    [InlineData("scripted/Alpha:Attempts", "3")]
    [InlineData("scripted:MaxAttempts", "3")]
    [InlineData("scripted/Alpha/Beta:MaxAttempts", "3")]
    [InlineData("/Alpha:MaxAttempts", "3")]
    [InlineData("other/Alpha:MaxAttempts", "x")]
    public async Task Setting_ThatMakesNoSense_IsRefusedAtTheStart(string setting, string value)
    {
        var refused = await Assert.ThrowsAsync<DurableException>(() => StartAsync(Failing(static w => w.AlphaAsync("a")), new() { ["Durable:Steps:" + setting] = value }));

        Assert.Equal(DurableErrorCodes.ConfigurationInvalid, refused.Code);
        Assert.Contains("Durable:Steps:" + setting.Split(':')[0], refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unknown/Alpha", "knows no such workflow")]
    [InlineData("scripted/Gamma", "declares no such step")]
    public async Task Setting_ThatNamesNothingHere_IsLogged(string step, string reason)
    {
        var log = new LogLines();
        await using var engine = await StartAsync(Failing(static w => w.AlphaAsync("a")), new() { [$"Durable:Steps:{step}:MaxAttempts"] = "2" }, log);

        Assert.Contains(log.Lines, line => line.Contains(step, StringComparison.Ordinal) && line.Contains(reason, StringComparison.Ordinal));
    }

    private static Script Failing(Func<ScriptedWorkflow, Task<string>> step) => new()
    {
        Body = (_, w, _) => step(w),
        Step = static (_, _) => throw new InvalidOperationException("no"),
    };

    private static Task<Engine> StartAsync(Script script, Dictionary<string, string?> settings, LogLines? log = null) => Engine.StartAsync(script, durable =>
    {
        Configure(durable, settings);
        if (log is not null)
        {
            durable.Services.AddLogging(logging => logging.AddProvider(log));
        }
    });

    private static void Configure(DurableBuilder durable, Dictionary<string, string?> settings)
    {
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(settings);
        durable.Services.AddSingleton<IConfiguration>(configuration);
    }
}
