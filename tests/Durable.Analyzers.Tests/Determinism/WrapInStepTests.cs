using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests.Determinism;

public sealed class WrapInStepTests // DUR0009
{
    [Fact]
    public Task ForeignTasks_Wrapped_BecomeInlineSteps() => VerifyFix.FixesEachAsync(
        "DUR0009",
        """
        [Workflow]
        public partial class OrderWorkflow
        {
            private readonly System.IO.Stream stream = null!;
            private readonly ICatalog catalog = null!;

            public async Task RunAsync(WorkflowContext workflow, string sku)
            {
                var price = await catalog.FindPriceAsync(sku, workflow.CancellationToken); // the price
                await /* save */ stream.FlushAsync();
                var quick = await catalog.CountAsync(sku);
                var later = catalog.FindPriceAsync("b");
                await ShipAsync();
                await catalog.ShipAsync(await later + quick is 1 ? "x" : "y");
            }

            [Step("find-price-2")] protected virtual Task ShipAsync() => Task.CompletedTask;
        }

        public interface ICatalog
        {
            Task<decimal> FindPriceAsync(string sku, CancellationToken token = default);
            ValueTask<int> CountAsync(string sku);
            Task ShipAsync(string sku);
        }
        """,
        """
        [Workflow]
        public partial class OrderWorkflow
        {
            private readonly System.IO.Stream stream = null!;
            private readonly ICatalog catalog = null!;

            public async Task RunAsync(WorkflowContext workflow, string sku)
            {
                var price = await workflow.StepAsync("find-price", _ => catalog.FindPriceAsync(sku, workflow.CancellationToken)); // the price
                await /* save */ workflow.StepAsync("flush", _ => stream.FlushAsync());
                var quick = await workflow.StepAsync("count", _ => catalog.CountAsync(sku).AsTask());
                var later = workflow.StepAsync("find-price-3", _ => catalog.FindPriceAsync("b"));
                await ShipAsync();
                await catalog.ShipAsync(await later + quick is 1 ? "x" : "y");
            }

            [Step("find-price-2")] protected virtual Task ShipAsync() => Task.CompletedTask;
        }

        public interface ICatalog
        {
            Task<decimal> FindPriceAsync(string sku, CancellationToken token = default);
            ValueTask<int> CountAsync(string sku);
            Task ShipAsync(string sku);
        }
        """,
        left: 1);

    [Fact]
    public async Task Title_NamesTheStep() => Assert.Equal(
        "Run 'FlushAsync' as the step 'flush'",
        await VerifyFix.TitleAsync("DUR0009", InBody("await stream.FlushAsync();")));

    [Theory]
    [InlineData("await source.OpenAsync();")]
    [InlineData("await source.TryAsync(out var found);")]
    [InlineData("var count = 0; await source.AddAsync(count++);")]
    [InlineData("var count = 0; await source.AddAsync(count = 2);")]
    [InlineData("await source.AddAsync(await ctx.CheckpointAsync(1));")]
    [InlineData("await (source?.AddAsync(1) ?? Task.CompletedTask);")]
    [InlineData("var pending = source.CountAsync(); await pending;")]
    public Task Call_ThatMeansSomethingElseInAFunction_OffersNoFix(string statement) => VerifyFix.OffersNothingAsync("DUR0009", InBody(statement));

    private static string InBody(string statement) => $$"""
        [Workflow]
        public partial class OrderWorkflow
        {
            private readonly System.IO.Stream stream = null!;
            private readonly ISource source = null!;

            public async Task RunAsync(WorkflowContext ctx)
            {
                await ctx.SleepAsync(TimeSpan.FromHours(1));
                {{statement}}
            }

            private object Services => (stream, source);
        }

        public interface ISource
        {
            Task<System.IO.Stream> OpenAsync();
            Task TryAsync(out int found);
            Task AddAsync(int count);
            ValueTask<int> CountAsync();
        }
        """;
}
