using Durable.Generators.Tests.Harness;

namespace Durable.Generators.Tests;

/// <summary>Compiled workflows on the real engine, used through what is generated for their users.</summary>
public sealed class EngineTests
{
    [Fact]
    public async Task Run_ServicesInputAndResult_ReturnsWhatTheStepsReturned() => Assert.Equal(
        "a=3 b=-",
        await RunAsync(
            """
            public interface IAdder { int Add(int left, int right); }
            public sealed class Adder : IAdder { public int Add(int left, int right) => left + right; }
            public sealed record Input(int Left, int Right, string? Text);

            [Workflow]
            public partial class SumWorkflow(IAdder adder)
            {
                public async Task<string> RunAsync(WorkflowContext ctx, Input input) =>
                    $"a={await AddAsync(input.Left, input.Right)} b={await TextAsync(input.Text)}";

                [Step] protected virtual Task<int> AddAsync(int left, int right) => Task.FromResult(adder.Add(left, right));
                [Step] protected virtual ValueTask<string> TextAsync(string? text) => new(text ?? "-");
            }

            public static class Program
            {
                public static void Configure(DurableBuilder durable) => durable.Services.AddSingleton<IAdder, Adder>();
                public static async Task<string> RunAsync(IServiceProvider services)
                {
                    var run = await services.GetRequiredService<SumWorkflow.Client>().StartAsync(new Input(1, 2, null), new() { RunId = "r" });
                    return await services.GetRequiredService<SumWorkflow.Client>().Get(run.RunId).ResultAsync();
                }
            }
            """));

    [Fact]
    public async Task Run_NoInputNoResultNoServices_Completes() => Assert.Equal(
        "Completed ping,ping,quick",
        await RunAsync(
            """
            [Workflow]
            public partial class PingWorkflow
            {
                public static readonly List<string> Calls = new();
                public async Task RunAsync(WorkflowContext ctx)
                {
                    await PingAsync();
                    await ctx.SleepAsync(TimeSpan.Zero);
                    Func<Task> again = PingAsync;
                    await again();
                    await QuickAsync();
                }

                [Step] protected virtual Task PingAsync() { Calls.Add("ping"); return Task.CompletedTask; }
                [Step] protected virtual async ValueTask QuickAsync() { await Task.Yield(); Calls.Add("quick"); }
            }

            public static class Program
            {
                public static void Configure(DurableBuilder durable) { }
                public static async Task<string> RunAsync(IServiceProvider services)
                {
                    var run = await services.GetRequiredService<PingWorkflow.Client>().StartAsync();
                    await run.ResultAsync();
                    return $"{(await run.GetInfoAsync()).Status} {string.Join(',', PingWorkflow.Calls)}";
                }
            }
            """));

    [Fact]
    public async Task Undo_EveryArgument_GetsItsValue() => Assert.Equal(
        "Compensated | three done=False | two x=7 made=12 undo | one id=a",
        await RunAsync(
            """
            [Workflow]
            public partial class UndoWorkflow
            {
                public static readonly List<string> Calls = new();
                public async Task RunAsync(WorkflowContext ctx)
                {
                    await OneAsync("a");
                    await TwoAsync(7);
                    await ThreeAsync();
                }

                [Step(Compensate = nameof(UndoOne))] protected virtual Task OneAsync(string id) => Task.CompletedTask;
                private Task<int> UndoOne(string id) { Calls.Add($"one id={id}"); return Task.FromResult(1); }

                [Step(Compensate = nameof(UndoTwo))] protected virtual Task<int> TwoAsync(int x) => Task.FromResult(x + 5);
                private ValueTask UndoTwo(StepContext step, int made, int x)
                {
                    Calls.Add($"two x={x} made={made} {(step.IdempotencyKey.EndsWith("/undo", StringComparison.Ordinal) ? "undo" : step.IdempotencyKey)}");
                    return default;
                }

                [Step(Compensate = nameof(UndoThree), CompensateOn = CompensateOn.Started, MaxAttempts = 1)]
                protected virtual Task<int> ThreeAsync() => throw new InvalidOperationException("no");
                private static Task UndoThree(int? made) { Calls.Add($"three done={made.HasValue}"); return Task.CompletedTask; }
            }

            public static class Program
            {
                public static void Configure(DurableBuilder durable) { }
                public static async Task<string> RunAsync(IServiceProvider services)
                {
                    var run = await services.GetRequiredService<UndoWorkflow.Client>().StartAsync();
                    try { await run.ResultAsync(); } catch (RunFailedException failed) { return $"{failed.Status} | {string.Join(" | ", UndoWorkflow.Calls)}"; }
                    return "completed";
                }
            }
            """));

    [Fact]
    public async Task Undo_CompensatorIsAStep_RunsAsTheCompensator() => Assert.Equal(
        "Compensated set,clear",
        await RunAsync(
            """
            [Workflow]
            public partial class ToggleWorkflow
            {
                public static readonly List<string> Calls = new();
                public async Task<int> RunAsync(WorkflowContext ctx)
                {
                    await SetAsync();
                    return await ctx.CompensateAsync<int>("enough");
                }

                [Step(Compensate = nameof(ClearAsync))] protected virtual Task SetAsync() { Calls.Add("set"); return Task.CompletedTask; }
                [Step] protected virtual Task ClearAsync() { Calls.Add("clear"); return Task.CompletedTask; }
            }

            public static class Program
            {
                public static void Configure(DurableBuilder durable) { }
                public static async Task<string> RunAsync(IServiceProvider services)
                {
                    var run = await services.GetRequiredService<ToggleWorkflow.Client>().StartAsync();
                    try { await run.ResultAsync(); } catch (RunFailedException failed) { return $"{failed.Status} {string.Join(",", ToggleWorkflow.Calls)}"; }
                    return "completed";
                }
            }
            """));

    [Fact]
    public async Task Step_ContextAndToken_AreSupplied() => Assert.Equal(
        "r/Ask/1 True True | plain: /False",
        await RunAsync(
            """
            public abstract class Shared
            {
                [Step] protected virtual Task<string> AskAsync(CancellationToken token, string separator, StepContext step = default) =>
                    Task.FromResult($"{step.RunId}{separator}{step.StepId}{separator}{step.Attempt} {token.CanBeCanceled} {token == step.CancellationToken}");
            }

            [Workflow]
            public partial class AskWorkflow : Shared
            {
                public Task<string> RunAsync(WorkflowContext ctx) => AskAsync(ctx.CancellationToken, "/");
                public async Task<string> DirectAsync() => (await AskAsync(default, "/")).Split(' ')[0].Replace("/1", "") + (await AskAsync(default, "/")).Split(' ')[1];
            }

            public static class Program
            {
                public static void Configure(DurableBuilder durable) { }
                public static async Task<string> RunAsync(IServiceProvider services)
                {
                    var run = await services.GetRequiredService<AskWorkflow.Client>().StartAsync(new() { RunId = "r" });
                    return $"{await run.ResultAsync()} | plain: {await new AskWorkflow().DirectAsync()}";
                }
            }
            """));

    [Fact]
    public async Task Signal_WaitedFor_IsTyped() => Assert.Equal(
        "yes",
        await RunAsync(
            """
            public sealed record Answer(string Text);
            [Workflow]
            public partial class WaitWorkflow
            {
                public static readonly Signal<Answer> Answered = new("answered");
                public async Task<string> RunAsync(WorkflowContext ctx) => (await ctx.WaitForSignalAsync(Answered)).Text;
            }

            public static class Program
            {
                public static void Configure(DurableBuilder durable) { }
                public static async Task<string> RunAsync(IServiceProvider services)
                {
                    var run = await services.GetRequiredService<WaitWorkflow.Client>().StartAsync();
                    await run.SignalAsync(WaitWorkflow.Answered, new Answer("yes"));
                    return await run.ResultAsync();
                }
            }
            """));

    [Fact]
    public async Task Constructor_DefaultsAndKeys_AreFilled() => Assert.Equal(
        "blue keyed missing text 5 Fast",
        await RunAsync(
            """
            public enum Mode { Slow, Fast }
            public sealed record Named(string Name);
            public sealed record Absent(string Name);
            [Workflow]
            public partial class FilledWorkflow(
                Named named, [FromKeyedServices("k")] Named keyed, Absent? absent = null, string text = "text", int? number = 5, Mode mode = Mode.Fast)
            {
                public Task<string> RunAsync(WorkflowContext ctx) => DescribeAsync();
                [Step] protected virtual Task<string> DescribeAsync() =>
                    Task.FromResult($"{named.Name} {keyed.Name} {absent?.Name ?? "missing"} {text} {number} {mode}");
            }

            public static class Program
            {
                public static void Configure(DurableBuilder durable) =>
                    durable.Services.AddSingleton(new Named("blue")).AddKeyedSingleton("k", new Named("keyed"));
                public static async Task<string> RunAsync(IServiceProvider services) =>
                    await (await services.GetRequiredService<FilledWorkflow.Client>().StartAsync()).ResultAsync();
            }
            """));

    private static Task<string> RunAsync(string source) => EngineRun.Of(CompiledProject.Of(EngineRun.Usings, source));
}
