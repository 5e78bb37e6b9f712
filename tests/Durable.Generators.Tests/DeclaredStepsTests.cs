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

    private static Task<string> RunAsync(string source) => EngineRun.Of(CompiledProject.Of(EngineRun.Usings, source));
}
