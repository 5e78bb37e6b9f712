using Durable.Tests.Harness;

namespace Durable.Tests.Errors;

/// <summary>What a body passes and cannot be meant: each its own code, told to the body, with nothing recorded and the run unharmed.</summary>
public sealed class BadInputTests
{
    public static TheoryData<string, string> Refused => new()
    {
        { "negative sleep", DurableErrorCodes.DurationOutOfRange },
        { "eleven years", DurableErrorCodes.DurationOutOfRange },
        { "until eleven years", DurableErrorCodes.DurationOutOfRange },
        { "negative time-out", DurableErrorCodes.DurationOutOfRange },
        { "condition for eleven years", DurableErrorCodes.DurationOutOfRange },
        { "question that expires before it is asked", DurableErrorCodes.DurationOutOfRange },
        { "retry after a negative time", DurableErrorCodes.DurationOutOfRange },
        { "no concurrency", DurableErrorCodes.ArgumentOutOfRange },
        { "two items with one key", DurableErrorCodes.ItemKeyInvalid },
        { "item without key", DurableErrorCodes.ItemKeyInvalid },
        { "pattern", DurableErrorCodes.PatternInvalid },
        { "pattern in a form", DurableErrorCodes.PatternInvalid },
        { "signal name", DurableErrorCodes.NameInvalid },
        { "question name", DurableErrorCodes.NameInvalid },
        { "step id", DurableErrorCodes.NameInvalid },
        { "event kind", DurableErrorCodes.NameInvalid },
        { "change", DurableErrorCodes.NameInvalid },
        { "metadata name", DurableErrorCodes.NameInvalid },
        { "failure kind", DurableErrorCodes.NameInvalid },
        { "step option", DurableErrorCodes.OptionInvalid },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    [Proves("B-WAIT-1")]
    public async Task Body_PassesWhatCannotBeMeant_LearnsWhyAndGoesOn(string what, string code)
    {
        var script = new Script
        {
            Body = async (ctx, w, input) =>
            {
                try
                {
                    await PassAsync(ctx, what);
                    return "nothing was thrown";
                }
                catch (DurableException refused)
                {
                    return $"{refused.Code} {refused.NextAction is { Length: > 0 } && refused.Message.Length > 0} {await w.AlphaAsync(input)}";
                }
            },
            Step = static (argument, _) => Task.FromResult(argument),
        };
        await using var engine = await Engine.StartAsync(script);

        Assert.Equal($"{code} True in", await (await engine.StartRunAsync()).ResultAsync(engine.Patience));
        Assert.Equal(["start", "step Alpha", "end"], await engine.JournalAsync());
    }

    [Fact]
    public async Task Body_DoesNotCatchIt_FailsTheRunWithTheCode()
    {
        var script = new Script
        {
            Body = static async (ctx, _, _) =>
            {
                await ctx.SleepAsync(TimeSpan.FromDays(11 * 365));
                return "";
            },
        };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();

        var failed = await Assert.ThrowsAsync<RunFailedException>(() => run.ResultAsync(engine.Patience));

        Assert.Equal((RunStatus.Failed, DurableErrorCodes.DurationOutOfRange), (failed.Status, failed.Error.Kind));
        Assert.Contains("'delay' is 4015", failed.Error.Message, StringComparison.Ordinal);
    }

    private static async Task PassAsync(WorkflowContext ctx, string what)
    {
        var eleven = TimeSpan.FromDays(11 * 365);
        await (what switch
        {
            "negative sleep" => ctx.SleepAsync(TimeSpan.FromTicks(-1)),
            "eleven years" => ctx.SleepAsync(eleven),
            "until eleven years" => ctx.SleepUntilAsync(ctx.Now() + eleven),
            "negative time-out" => ctx.WaitForSignalAsync(ScriptedWorkflow.Go, TimeSpan.FromSeconds(-1)),
            "condition for eleven years" => ctx.WaitUntilAsync(static () => false, eleven),
            "question that expires before it is asked" => ctx.AskAsync(new Ask<string>("q"), AskPrompt.Text("?") with { ExpiresIn = TimeSpan.FromDays(-1) }),
            "retry after a negative time" => Task.FromException(new RetryAfterException(TimeSpan.FromDays(-1))),
            "no concurrency" => ctx.ForEachAsync([1], static i => $"{i}", static _ => Task.CompletedTask, maxConcurrency: 0),
            "two items with one key" => ctx.ForEachAsync([1, 2], static _ => "same", static _ => Task.CompletedTask),
            "item without key" => ctx.ForEachAsync([1], static _ => "", static _ => Task.CompletedTask),
            "pattern" => ctx.AskAsync(new Ask<string>("q"), AskPrompt.Text("?") with { Pattern = "[" }),
            "pattern in a form" => ctx.AskAsync(new Ask<string>("q"), AskPrompt.Form("?", new AskField("a", AskPrompt.Text("?") with { Pattern = "(" }))),
            "signal name" => ctx.WaitForSignalAsync(new Signal<string>("no name")),
            "question name" => ctx.AskAsync(new Ask<string>(""), AskPrompt.Text("?")),
            "step id" => ctx.StepAsync("a/b", static _ => Task.CompletedTask),
            "event kind" => Emit(ctx, new string('x', 101)),
            "change" => Task.FromResult(ctx.Patched("no change")),
            "metadata name" => Show(ctx, ""),
            "failure kind" => Task.FromException(new NonRetryableException("message", kind: "")),
            "step option" => ctx.StepAsync("inline", static _ => Task.CompletedTask, new StepOptions { Timeout = TimeSpan.Zero }),
            _ => throw new NotSupportedException(what),
        });
    }

    private static Task Emit(WorkflowContext ctx, string kind)
    {
        ctx.Emit(kind, 1);
        return Task.CompletedTask;
    }

    private static Task Show(WorkflowContext ctx, string name)
    {
        ctx.Metadata.Set(name, 1);
        return Task.CompletedTask;
    }
}
