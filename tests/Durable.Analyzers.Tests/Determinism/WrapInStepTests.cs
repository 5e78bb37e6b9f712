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

    [Theory]
    [InlineData("for (var i = 0; i < 3; i++) tasks.Add(payments.LoadAsync(i));")]
    [InlineData("var later = payments.FindAsync(sku); sku = \"b\"; await later;")]
    [InlineData("string key; key = \"a\"; var later = payments.FindAsync(key); (key, sku) = (sku, key); await later;")]
    [InlineData("tasks.Add(payments.LoadAsync(_sent)); _sent++;")]
    [InlineData("tasks.Add(payments.LoadAsync(tasks.Count));")]
    [InlineData("tasks.Add(payments.LoadAsync(numbers[0]));")]
    [InlineData("tasks.Add(payments.FindAsync(order.Note));")]
    [InlineData("tasks.Add(payments.FindAsync(Text.Make()));")]
    public Task StartedCall_OfWhatGoesOnChanging_OffersNoFix(string statement) => VerifyFix.OffersNothingAsync("DUR0015", WithPayments(statement));

    [Theory]
    [InlineData("foreach (var i in numbers) tasks.Add(payments.LoadAsync(i));", "foreach (var i in numbers) tasks.Add(ctx.StepAsync(\"load\", _ => payments.LoadAsync(i)));")]
    [InlineData("var later = payments.FindAsync(order.Id + sku.Trim()); await later;", "var later = ctx.StepAsync(\"find\", _ => payments.FindAsync(order.Id + sku.Trim())); await later;")]
    [InlineData("sku += 1; await payments.FindAsync(sku);", "sku += 1; await ctx.StepAsync(\"find\", _ => payments.FindAsync(sku));")]
    [InlineData("await payments.FindAsync(order.Note).ConfigureAwait(true); sku += 1;", "await ctx.StepAsync(\"find\", _ => payments.FindAsync(order.Note)).ConfigureAwait(true); sku += 1;")]
    [InlineData("await Task.WhenAll(numbers.Select(_ => payments.LoadAsync(_)));", "await Task.WhenAll(numbers.Select(_ => ctx.StepAsync(\"load\", step => payments.LoadAsync(_))));")]
    [InlineData("await payments.FindAsync(ctx.RunId + Own);", "await ctx.StepAsync(\"find\", _ => payments.FindAsync(ctx.RunId + Own));")]
    [InlineData("await payments.FindAsync(Static(sku));", "await ctx.StepAsync(\"find\", _ => payments.FindAsync(Static(sku)));")]
    public Task Call_OfWhatStaysTheSame_BecomesAnInlineStep(string statement, string expected) =>
        VerifyFix.FixesEachAsync("DUR0015", WithPayments(statement), WithPayments(expected));

    [Theory]
    [InlineData("await payments.FindAsync(ctx.NewGuid().ToString());")]
    [InlineData("await payments.FindAsync(Text.Of(ctx));")]
    [InlineData("await payments.FindAsync(ctx.Metadata.ToString()!);")]
    [InlineData("await payments.FindAsync(Next());")]
    [InlineData("await payments.FindAsync(NextOne);")]
    [InlineData("string Local() => sku += 1; await payments.FindAsync(Local());")]
    [InlineData("Func<string> next = () => sku += 1; await payments.FindAsync(next());")]
    [InlineData("await payments.FindAsync(ShipAsync().Id.ToString());")]
    public Task Call_ThatAsksTheContextOrSetsState_OffersNoFix(string statement) => VerifyFix.OffersNothingAsync("DUR0015", WithPayments(statement));

    [Fact]
    public Task Call_OfWhatAFunctionCannotHold_OffersNoFix() => VerifyFix.OffersNothingAsync("DUR0015", """
        [Workflow]
        public partial class OrderWorkflow(IPayments payments)
        {
            public Task RunAsync(WorkflowContext ctx, int count) => LoadAsync(ctx, in count);

            private Task LoadAsync(WorkflowContext ctx, in int count) => payments.LoadAsync(count);
        }

        public interface IPayments
        {
            Task LoadAsync(int number);
        }
        """);

    private static string WithPayments(string statement) => $$"""
        using System.Linq;

        [Workflow]
        public partial class OrderWorkflow(IPayments payments)
        {
            private int _sent;

            private string Own => _sent + "a";

            private string NextOne => Next();

            public async Task RunAsync(WorkflowContext ctx, Order order)
            {
                var tasks = new List<Task>();
                var numbers = new[] { 1, 2 };
                var sku = order.Note;
                {{statement}}
                await Task.WhenAll(tasks);
            }

            [Step] protected virtual Task ShipAsync() => Task.CompletedTask;

            private string Next() => $"{_sent++}";

            private static string Static(string text) => text + "s";
        }

        public sealed record Order(string Id) { public string Note { get; set; } = ""; }

        public static class Text
        {
            public static string Make() => "";

            public static string Of(WorkflowContext ctx) => ctx.NewGuid().ToString();
        }

        public interface IPayments
        {
            Task LoadAsync(int number);
            Task FindAsync(string sku);
        }
        """;

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
