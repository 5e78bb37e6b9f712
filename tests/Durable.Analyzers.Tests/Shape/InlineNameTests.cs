using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests.Shape;

public sealed class InlineNameTests // DUR1011: names of operations
{
    [Fact]
    public Task Names_OfOperations_Report() => Verify.ReportsAsync("""
        public abstract class Base
        {
            protected static Task NoteAsync(WorkflowContext ctx) => ctx.StepAsync({|DUR1011:"take note"|}, _ => Task.CompletedTask);
        }

        [Workflow]
        public partial class OrderWorkflow : Base
        {
            private const string Wrong = "roll back!";

            public async Task RunAsync(WorkflowContext ctx)
            {
                await NoteAsync(ctx);
                var text = await ctx.StepAsync<string>(id: {|DUR1011:"read " + "file"|}, _ => Task.FromResult("x"));
                await ctx.ScopeAsync({|DUR1011:Wrong|}, () => Task.CompletedTask);
                await ctx.ScopeAsync("outer", () => ctx.CheckpointAsync(text, {|DUR1011:""|}));
                ctx.Emit({|DUR1011:"a/b"|}, 1);
                if (ctx.Patched({|DUR1011:"new tax"|})) await ctx.StreamAsync({|DUR1011:"the stream"|}, Source());
            }

            private static async IAsyncEnumerable<int> Source() { await Task.CompletedTask; yield return 1; }
        }
        """);

    [Fact]
    public Task Names_ThatAreValidComputedOrOthers_DoNotReport() => Verify.ReportsAsync("""
        [Workflow]
        public partial class OrderWorkflow
        {
            private const string Right = "roll-back";

            public async Task RunAsync(WorkflowContext ctx, string name)
            {
                await ctx.StepAsync("read-file", _ => Task.FromResult("x y"));
                await ctx.StepAsync(name, _ => Task.CompletedTask);
                await ctx.ScopeAsync(Right, () => Task.CompletedTask);
                await ctx.CheckpointAsync("some text");
                await ctx.CheckpointAsync("some text", null);
                await ctx.CheckpointAsync("some text", "saved");
                ctx.Emit("told", "a text");
                await using (await ctx.LockAsync("any name")) { }
                new Other().Patched("not ours");
            }

            private sealed class Other { public void Patched(string change) { } }
        }

        public static class Elsewhere
        {
            public static bool Ask(WorkflowContext ctx) => ctx.Patched("not looked at");
        }
        """);
}
