using Durable.Generators.Tests.Harness;

namespace Durable.Generators.Tests;

/// <summary>What a step declares, compiled and on the real engine.</summary>
public sealed class DeclaredStepsTests
{
    [Fact]
    public async Task Key_EveryKind_NamesTheCall() => Assert.Equal(
        "text[o-42] text[o-42]#2 number[-7] id[0a1b2c3d-0000-0000-0000-000000000001] day[Friday] none[] both[eu,3] order[A%2F1] pair[1,x] maybe[]",
        await RunAsync(
            """
            public sealed record Order([StepKey] string Id, decimal Total);
            public record struct Pair([property: StepKey] int @int, [property: StepKey] string? Text, bool Other);

            [Workflow]
            public partial class KeyedWorkflow
            {
                public async Task<string> RunAsync(WorkflowContext ctx) => string.Join(' ',
                    await TextAsync("o-42"), await TextAsync("o-42"), await NumberAsync(-7), await IdAsync(new Guid("0A1B2C3D-0000-0000-0000-000000000001")),
                    await DayAsync(DayOfWeek.Friday), await NoneAsync(null), await BothAsync("eu", 1.5m, 3), await OrderAsync(new Order("A/1", 2)),
                    await PairAsync(new Pair(1, "x", true)), await MaybeAsync(null));

                [Step("text")] protected virtual Task<string> TextAsync([StepKey] string key, StepContext step = default) => Task.FromResult(step.StepId);
                [Step("number")] protected virtual Task<string> NumberAsync([StepKey] long @long, StepContext step = default) => Task.FromResult(step.StepId);
                [Step("id")] protected virtual Task<string> IdAsync([StepKey] Guid key, StepContext step = default) => Task.FromResult(step.StepId);
                [Step("day")] protected virtual Task<string> DayAsync([StepKey] DayOfWeek key, StepContext step = default) => Task.FromResult(step.StepId);
                [Step("none")] protected virtual Task<string> NoneAsync([StepKey] int? key, StepContext step = default) => Task.FromResult(step.StepId);
                [Step("both")] protected virtual Task<string> BothAsync([StepKey] string tenant, decimal total, [StepKey] byte part, StepContext step = default) => Task.FromResult(step.StepId);
                [Step("order")] protected virtual Task<string> OrderAsync([StepKey] Order order, StepContext step = default) => Task.FromResult(step.StepId);
                [Step("pair")] protected virtual Task<string> PairAsync([StepKey] Pair pair, StepContext step = default) => Task.FromResult(step.StepId);
                [Step("maybe")] protected virtual Task<string> MaybeAsync([StepKey] Order? order, StepContext step = default) => Task.FromResult(step.StepId);
            }

            public static class Program
            {
                public static void Configure(DurableBuilder durable) { }
                public static async Task<string> RunAsync(IServiceProvider services) =>
                    await (await services.GetRequiredService<KeyedWorkflow.Client>().StartAsync()).ResultAsync();
            }
            """));

    [Fact]
    public void Fingerprint_KeyIsAdded_Changes() => Assert.NotEqual(
        CompiledProject.Of(Samples.Minimal).Definition("AddWorkflow").Fingerprint,
        CompiledProject.Of(Samples.Minimal.Replace("int left, int right", "[StepKey] int left, int right", StringComparison.Ordinal)).Definition("AddWorkflow").Fingerprint);

    [Fact]
    public async Task Services_EveryKind_AreResolvedForEachAttemptAndNotRecorded() => Assert.Equal(
        "scoped keyed null | undone scoped | fake",
        await RunAsync(
            """
            public sealed record Named(string Name);
            public sealed record Absent(string Name);

            public abstract class Shared
            {
                [Step(Compensate = nameof(UndoServe))]
                protected virtual Task<string> ServeAsync(
                    string separator, [FromServices] Named named = null!, [FromServices, FromKeyedServices("k")] Named keyed = null!,
                    [FromServices] Absent? absent = null, CancellationToken token = default) =>
                    Task.FromResult($"{named.Name}{separator}{keyed.Name}{separator}{absent?.Name ?? "null"}");

                protected Task UndoServe(string result, [FromServices] Named @named, [FromServices] Absent? absent)
                {
                    Program.Undone = $"undone {named.Name}";
                    return Task.CompletedTask;
                }
            }

            [Workflow]
            public partial class ServedWorkflow : Shared
            {
                public async Task<string> RunAsync(WorkflowContext ctx)
                {
                    Program.Served = await ServeAsync(" ");
                    return await ctx.CompensateAsync<string>("enough");
                }

                public Task<string> DirectAsync() => ServeAsync(" ", new Named("fake"), new Named("fake"));

                protected override Task<string> ServeAsync(string separator, Named named = null!, Named keyed = null!, Absent? absent = null, CancellationToken token = default) =>
                    base.ServeAsync(separator, named, keyed, absent, token);
            }

            public static class Program
            {
                public static string Served = "", Undone = "";
                public static void Configure(DurableBuilder durable) =>
                    durable.Services.AddScoped(_ => new Named("scoped")).AddKeyedScoped("k", (_, _) => new Named("keyed"));
                public static async Task<string> RunAsync(IServiceProvider services)
                {
                    var run = await services.GetRequiredService<ServedWorkflow.Client>().StartAsync();
                    try { await run.ResultAsync(); } catch (RunFailedException) { }
                    return $"{Served} | {Undone} | {(await new ServedWorkflow().DirectAsync()).Split(' ')[0]}";
                }
            }
            """));

    [Fact]
    public void Fingerprint_ServiceIsAdded_StaysTheSame() => Assert.Equal(
        CompiledProject.Of(Samples.Minimal).Definition("AddWorkflow").Fingerprint,
        CompiledProject.Of(Samples.Minimal.Replace("int right)", "int right, [FromServices] System.TimeProvider time = null!)", StringComparison.Ordinal)).Definition("AddWorkflow").Fingerprint);

    [Fact]
    public async Task RateLimit_EveryKindOfKey_IsFilledIn() => Assert.Equal(
        "plain|tenant:eu/7|{braces}|order:A 1,Late|none:,|Friday",
        await RunAsync(
            """
            public sealed record Order([StepKey] string Id, [StepKey] Urgency How, decimal Total);
            public enum Urgency { Soon, Late }

            [Workflow]
            public partial class LimitedWorkflow
            {
                public async Task RunAsync(WorkflowContext ctx)
                {
                    await PlainAsync(); await TenantAsync("eu", 7); await BracesAsync(1); await OrderAsync(new Order("A 1", Urgency.Late, 2)); await NoneAsync(null); await DayAsync(DayOfWeek.Friday);
                }

                [Step, RateLimit("plain", Limit = 1)] protected virtual Task PlainAsync() => Task.CompletedTask;
                [Step, RateLimit("tenant:{tenant}/{int}", Limit = 1)] protected virtual Task TenantAsync(string tenant, int @int) => Task.CompletedTask;
                [Step, RateLimit("{{braces}}", Limit = 1, Per = "1d")] protected virtual Task BracesAsync(int braces) => Task.CompletedTask;
                [Step, RateLimit("order:{order}", Limit = 1, OnLimit = OnLimit.Fail)] protected virtual Task OrderAsync(Order order) => Task.CompletedTask;
                [Step, RateLimit("none:{order}", Limit = 1_000_000, Per = "5m")] protected virtual ValueTask NoneAsync([StepKey] Order? order) => default;
                [Step, RateLimit("{day}", Limit = 1)] protected virtual Task DayAsync(DayOfWeek day, [FromServices] Order? order = null) => Task.CompletedTask;
            }

            public sealed class Limits : Durable.Storage.IRateLimits
            {
                public static readonly List<string> Keys = new();
                public ValueTask<TimeSpan> TakeAsync(string key, StepRateLimit limit, CancellationToken cancellationToken) { Keys.Add(key); return default; }
            }

            public static class Program
            {
                public static void Configure(DurableBuilder durable) => durable.Services.AddSingleton<Durable.Storage.IRateLimits, Limits>();
                public static async Task<string> RunAsync(IServiceProvider services)
                {
                    await (await services.GetRequiredService<LimitedWorkflow.Client>().StartAsync()).ResultAsync();
                    return string.Join("|", Limits.Keys);
                }
            }
            """));

    [Fact]
    public void RateLimit_OfADefinition_IsWhatTheAttributeSays()
    {
        var limited = Samples.Minimal.Replace("[Step]", "[Step, RateLimit(\"key\", Limit = 5, Per = \"2m\", OnLimit = OnLimit.Fail)]", StringComparison.Ordinal);
        var definition = CompiledProject.Of(limited).Definition("AddWorkflow");

        Assert.Equal(new StepRateLimit(5, TimeSpan.FromMinutes(2), OnLimit.Fail), definition.Steps[0].RateLimit);
        Assert.Equal(CompiledProject.Of(Samples.Minimal).Definition("AddWorkflow").Fingerprint, definition.Fingerprint);
    }

    [Fact]
    public void RequiresScope_OfADefinition_IsWhatTheAttributeSays()
    {
        var definition = CompiledProject.Of(
            Samples.Minimal.Replace("[Step]", "[Step(RequiresScope = \"a \\\"b\\\"\")]", StringComparison.Ordinal)).Definition("AddWorkflow");

        Assert.Equal("a \"b\"", definition.Steps[0].RequiresScope);
        Assert.Null(CompiledProject.Of(Samples.Minimal).Definition("AddWorkflow").Steps[0].RequiresScope);
    }

    [Fact]
    public async Task CompensateOnStarted_EveryKindOfResult_IsGivenOrNull() => Assert.Equal(
        "plain,int 7,maybe 8,text t,perhaps p,enum Friday,pair (1, x),guid 00000000-0000-0000-0000-000000000000,array 2,record Made { Id = 3 },zero 0 | "
        + "plain,int ?,maybe ?,text ?,perhaps ?,enum ?,pair ?,guid ?,array ?,record ?,zero ?",
        await RunAsync(
            """
            public sealed record Made(int Id);

            [Workflow]
            public partial class StartedWorkflow
            {
                public static bool Fails;
                public static readonly List<string> Calls = new();

                public async Task<string> RunAsync(WorkflowContext ctx)
                {
                    foreach (var step in new Func<Task>[] { () => ZeroAsync().AsTask(), RecordAsync, ArrayAsync, GuidAsync, PairAsync, EnumAsync, PerhapsAsync, TextAsync, MaybeAsync, IntAsync, PlainAsync })
                    {
                        try { await step(); } catch (StepFailedException) { }
                    }

                    return await ctx.CompensateAsync<string>("enough");
                }

                private static T Give<T>(T value) => Fails ? throw new InvalidOperationException("no") : value;
                private static Task Note(string name, object? value, bool isThere) { Calls.Add($"{name} {(isThere ? value : "?")}"); return Task.CompletedTask; }

                [Step(MaxAttempts = 1, CompensateOn = CompensateOn.Started, Compensate = nameof(UndoPlain))] protected virtual Task PlainAsync() => Give(Task.CompletedTask);
                private Task UndoPlain() { Calls.Add("plain"); return Task.CompletedTask; }
                [Step(MaxAttempts = 1, CompensateOn = CompensateOn.Started, Compensate = nameof(UndoInt))] protected virtual Task<int> IntAsync() => Task.FromResult(Give(7));
                private Task UndoInt(int? made) => Note("int", made, made.HasValue);
                [Step(MaxAttempts = 1, CompensateOn = CompensateOn.Started, Compensate = nameof(UndoMaybe))] protected virtual Task<int?> MaybeAsync() => Task.FromResult<int?>(Give(8));
                private Task UndoMaybe(int? made) => Note("maybe", made, made is not null);
                [Step(MaxAttempts = 1, CompensateOn = CompensateOn.Started, Compensate = nameof(UndoText))] protected virtual Task<string> TextAsync() => Task.FromResult(Give("t"));
                private Task UndoText(string? made) => Note("text", made, made is not null);
                [Step(MaxAttempts = 1, CompensateOn = CompensateOn.Started, Compensate = nameof(UndoPerhaps))] protected virtual Task<string?> PerhapsAsync() => Task.FromResult<string?>(Give("p"));
                private Task UndoPerhaps(string? made) => Note("perhaps", made, made is not null);
                [Step(MaxAttempts = 1, CompensateOn = CompensateOn.Started, Compensate = nameof(UndoEnum))] protected virtual Task<DayOfWeek> EnumAsync() => Task.FromResult(Give(DayOfWeek.Friday));
                private Task UndoEnum(DayOfWeek? made) => Note("enum", made, made is not null);
                [Step(MaxAttempts = 1, CompensateOn = CompensateOn.Started, Compensate = nameof(UndoPair))] protected virtual Task<(int A, string B)> PairAsync() => Task.FromResult(Give((1, "x")));
                private ValueTask UndoPair((int A, string B)? made) => new(Note("pair", made, made is not null));
                [Step(MaxAttempts = 1, CompensateOn = CompensateOn.Started, Compensate = nameof(UndoGuid))] protected virtual Task<Guid> GuidAsync() => Task.FromResult(Give(Guid.Empty));
                private Task UndoGuid(Guid? made) => Note("guid", made, made is not null);
                [Step(MaxAttempts = 1, CompensateOn = CompensateOn.Started, Compensate = nameof(UndoArray))] protected virtual Task<int[]> ArrayAsync() => Task.FromResult(Give(new[] { 1, 2 }));
                private Task UndoArray(int[]? made) => Note("array", made?.Length, made is not null);
                [Step(MaxAttempts = 1, CompensateOn = CompensateOn.Started, Compensate = nameof(UndoRecord))] protected virtual Task<Made> RecordAsync() => Task.FromResult(Give(new Made(3)));
                private static Task UndoRecord(Made? made) => Note("record", made, made is not null);
                [Step(MaxAttempts = 1, CompensateOn = CompensateOn.Started, Compensate = nameof(UndoZero))] protected virtual ValueTask<long> ZeroAsync() => new(Give(0L));
                private Task UndoZero(long? made) => Note("zero", made, made is not null);
            }

            public static class Program
            {
                public static void Configure(DurableBuilder durable) { }
                public static async Task<string> RunAsync(IServiceProvider services)
                {
                    var lines = new List<string>();
                    foreach (var fails in new[] { false, true })
                    {
                        StartedWorkflow.Fails = fails;
                        StartedWorkflow.Calls.Clear();
                        var run = await services.GetRequiredService<StartedWorkflow.Client>().StartAsync();
                        try { await run.ResultAsync(); } catch (RunFailedException) { }
                        lines.Add(string.Join(",", StartedWorkflow.Calls));
                    }

                    return string.Join(" | ", lines);
                }
            }
            """));

    private static Task<string> RunAsync(string source) => EngineRun.Of(CompiledProject.Of(EngineRun.Usings, source));
}
