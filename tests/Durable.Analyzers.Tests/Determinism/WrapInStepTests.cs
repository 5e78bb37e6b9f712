using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests.Determinism;

public sealed class WrapInStepTests // DUR0009, DUR0010, DUR0015
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
    public Task InputAndOutput_Wrapped_BecomeInlineSteps() => VerifyFix.FixesEachAsync(
        "DUR0010",
        """
        using System.IO;

        [Workflow]
        public partial class OrderWorkflow
        {
            public async Task RunAsync(WorkflowContext ctx, string path)
            {
                var text = File.ReadAllText(path);
                var length = File.ReadAllText(path + "2").Trim().Length;
                File.Delete(path); // gone
                await File.WriteAllTextAsync(path, text, ctx.CancellationToken);
                if (File.Exists(path) && length > 3)
                {
                    Console.WriteLine(text);
                }
            }
        }
        """,
        """
        using System.IO;

        [Workflow]
        public partial class OrderWorkflow
        {
            public async Task RunAsync(WorkflowContext ctx, string path)
            {
                var text = await ctx.StepAsync("read-all-text", _ => Task.FromResult(File.ReadAllText(path)));
                var length = (await ctx.StepAsync("read-all-text-2", _ => Task.FromResult(File.ReadAllText(path + "2")))).Trim().Length;
                await ctx.StepAsync("delete", _ => { File.Delete(path); return Task.CompletedTask; }); // gone
                await ctx.StepAsync("write-all-text", _ => File.WriteAllTextAsync(path, text, ctx.CancellationToken));
                if (await ctx.StepAsync("exists", _ => Task.FromResult(File.Exists(path))) && length > 3)
                {
                    await ctx.StepAsync("write-line", _ => { Console.WriteLine(text); return Task.CompletedTask; });
                }
            }
        }
        """);

    [Fact]
    public Task InjectedServices_Wrapped_BecomeInlineSteps() => VerifyFix.FixesEachAsync(
        "DUR0015",
        """
        [Workflow]
        public partial class OrderWorkflow(ICatalog catalog)
        {
            private readonly ICatalog _catalog = catalog;

            public async Task RunAsync(WorkflowContext workflow, string sku)
            {
                var price = await catalog.FindPriceAsync(sku, workflow.CancellationToken); // the price
                await /* ship */ this._catalog.ShipAsync(sku);
                var quick = await catalog.CountAsync(sku);
                var later = catalog.FindPriceAsync("b");
                await ShipAsync();
                var total = catalog.Sum(1) + quick;
                await catalog.ShipAsync(await later + total is 1 ? "x" : "y");
            }

            [Step("find-price-2")] protected virtual Task ShipAsync() => Task.CompletedTask;
        }

        public interface ICatalog
        {
            Task<decimal> FindPriceAsync(string sku, CancellationToken token = default);
            ValueTask<int> CountAsync(string sku);
            Task ShipAsync(string sku);
            int Sum(int start);
        }
        """,
        """
        [Workflow]
        public partial class OrderWorkflow(ICatalog catalog)
        {
            private readonly ICatalog _catalog = catalog;

            public async Task RunAsync(WorkflowContext workflow, string sku)
            {
                var price = await workflow.StepAsync("find-price", _ => catalog.FindPriceAsync(sku, workflow.CancellationToken)); // the price
                await /* ship */ workflow.StepAsync("ship", _ => this._catalog.ShipAsync(sku));
                var quick = await workflow.StepAsync("count", _ => catalog.CountAsync(sku).AsTask());
                var later = workflow.StepAsync("find-price-3", _ => catalog.FindPriceAsync("b"));
                await ShipAsync();
                var total = await workflow.StepAsync("sum", _ => Task.FromResult(catalog.Sum(1))) + quick;
                await catalog.ShipAsync(await later + total is 1 ? "x" : "y");
            }

            [Step("find-price-2")] protected virtual Task ShipAsync() => Task.CompletedTask;
        }

        public interface ICatalog
        {
            Task<decimal> FindPriceAsync(string sku, CancellationToken token = default);
            ValueTask<int> CountAsync(string sku);
            Task ShipAsync(string sku);
            int Sum(int start);
        }
        """,
        left: 1);

    [Fact]
    public Task Result_ThatCannotBeRecorded_OffersNoFix() => VerifyFix.OffersNothingAsync("DUR0010", """
        [Workflow]
        public partial class OrderWorkflow
        {
            public async Task RunAsync(WorkflowContext ctx)
            {
                await ctx.SleepAsync(TimeSpan.Zero);
                object stream = System.IO.File.OpenRead("a");
            }
        }
        """);

    [Fact]
    public Task Call_ThatCannotBeAwaited_OffersNoFix() => VerifyFix.OffersNothingAsync("DUR0010", """
        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.FromResult(System.IO.File.Exists("a"));
        }
        """);

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
