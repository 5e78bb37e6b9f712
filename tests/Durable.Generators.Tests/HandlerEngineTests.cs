using Durable.Generators.Tests.Harness;

namespace Durable.Generators.Tests;

/// <summary>Compiled signal handlers, queries and updates on the real engine, reached through the generated handle.</summary>
public sealed class HandlerEngineTests
{
    [Fact]
    public async Task Cart_AsInTheContract_ChangesAnswersAndEnds() => Assert.Equal(
        "1,2 total=30.5 refused:sold out base=7 result=2 items",
        await RunAsync(
            """
            public sealed record Item(string Sku, decimal Price);

            public abstract class Sale
            {
                protected int Discount;
                public static readonly Signal<int> Discounted = new("discounted");
                [SignalHandler(nameof(Discounted))] protected virtual void OnDiscounted(int percent) => Discount = percent;
                [Query] protected int Percent() => Discount;
            }

            [Workflow]
            public partial class CartWorkflow : Sale
            {
                public static readonly Signal<bool> CheckedOut = new("checkedOut");
                private readonly List<Item> _items = new();
                private bool _done;

                public async Task<string> RunAsync(WorkflowContext ctx)
                {
                    await ctx.WaitUntilAsync(() => _done);
                    return $"{_items.Count} items";
                }

                [Query] public decimal Total() => System.Linq.Enumerable.Sum(_items, item => item.Price);
                [Update(Validator = nameof(CheckAdd))] public async Task<int> AddAsync(Item item)
                {
                    _items.Add(item with { Sku = await ReserveAsync(item.Sku) });
                    return _items.Count;
                }

                private void CheckAdd(Item item) { if (item.Sku == "none") throw new InvalidOperationException("sold out"); }
                [SignalHandler(nameof(CheckedOut))] private Task OnCheckedOut(WorkflowContext ctx, bool really) { _done = really; return Task.CompletedTask; }
                [Step] protected virtual Task<string> ReserveAsync(string sku) => Task.FromResult(sku + "!");
            }

            public static class Program
            {
                public static void Configure(DurableBuilder durable) { }
                public static async Task<string> RunAsync(IServiceProvider services)
                {
                    var run = await services.GetRequiredService<CartWorkflow.Client>().StartAsync();
                    var counts = $"{await run.AddAsync(new Item("a", 10m))},{await run.AddAsync(new Item("b", 20.5m), idempotencyKey: "k")}";
                    string refused;
                    try { await run.AddAsync(new Item("none", 1m)); refused = "accepted"; } catch (UpdateRefusedException exception) { refused = exception.Reason; }
                    await run.SignalAsync(CartWorkflow.Discounted, 7);
                    var text = FormattableString.Invariant($"{counts} total={await run.TotalAsync()} refused:{refused} base={await run.PercentAsync()}");
                    await run.SignalAsync(CartWorkflow.CheckedOut, true);
                    return $"{text} result={await run.ResultAsync()}";
                }
            }
            """));

    [Fact]
    public async Task Defaults_OfTheMethods_AreTheHandlesToo() => Assert.Equal(
        "a:1:Green:2.5:null:x:c 5 a:7:Green:2.5:null:x:c 6",
        await RunAsync(
            """
            public enum Colour : byte { Red, Green = 3 }

            [Workflow]
            public partial class DefaultsWorkflow
            {
                private int _value = 4;
                public Task RunAsync(WorkflowContext ctx) => ctx.SleepAsync(TimeSpan.FromDays(1));

                [Query] public string Show(string name, int n = 1, Colour colour = Colour.Green, decimal amount = 2.5m, string? nothing = null, string text = "x", char letter = 'c') =>
                    FormattableString.Invariant($"{name}:{n}:{colour}:{amount}:{nothing ?? "null"}:{text}:{letter}");
                [Update] public Task<int> RaiseAsync(WorkflowContext ctx, int by = 1, IReadOnlyList<string>? why = null, Guid id = default) => Task.FromResult(_value += by + (why?.Count ?? 0));
            }

            public static class Program
            {
                public static void Configure(DurableBuilder durable) { }
                public static async Task<string> RunAsync(IServiceProvider services)
                {
                    var run = await services.GetRequiredService<DefaultsWorkflow.Client>().StartAsync();
                    return $"{await run.ShowAsync("a")} {await run.RaiseAsync()} {await run.ShowAsync("a", n: 7)} {await run.RaiseAsync(why: ["once"], by: 0, idempotencyKey: "k")}";
                }
            }
            """));

    [Fact]
    public async Task Names_ThatCollide_AreKeptApart() => Assert.Equal(
        "int 1 | text a/b | key t | 5 | info",
        await RunAsync(
            """
            [Workflow]
            public partial class NamesWorkflow
            {
                private int _value;
                private const int Handlers = 5;
                public Task RunAsync(WorkflowContext ctx) => ctx.SleepAsync(TimeSpan.FromDays(1));

                [Query("one")] public string Text(int @class) => $"int {@class}";
                [Query("two")] public string Text(string input, string self) => $"text {input}/{self}";
                [Update] public Task<string> Set(string idempotencyKey, string cancellationToken) { _value = Handlers; return Task.FromResult($"{idempotencyKey} {cancellationToken}"); }
                [Query] public int Equals() => _value;
                [Query] public string GetInfo() => "info";
            }

            public static class Program
            {
                public static void Configure(DurableBuilder durable) { }
                public static async Task<string> RunAsync(IServiceProvider services)
                {
                    var run = await services.GetRequiredService<NamesWorkflow.Client>().StartAsync();
                    return $"{await run.TextAsync(1)} | {await run.TextAsync("a", "b")} | {await run.SetAsync("key", "t")} | {await run.EqualsAsync()} | {await run.GetInfo2Async()}";
                }
            }
            """));

    [Fact]
    public async Task Ask_AnsweredThroughTheHandle_IsTyped() => Assert.Equal(
        "Yes 1 | ask: Pay 5? answer: ANSWER_INVALID",
        await RunAsync(
            """
            public enum Verdict { No, Yes }
            public sealed record Decision(Verdict Verdict, string? Comment);

            [Workflow]
            public partial class PayWorkflow
            {
                public static readonly Ask<Decision> Pay = new("pay");
                public async Task<string> RunAsync(WorkflowContext ctx, int amount)
                {
                    var decision = await ctx.AskAsync(Pay, AskPrompt.Form($"Pay {amount}?", new AskField("Comment", AskPrompt.Text("Why?") with { Max = 3 })));
                    return $"{decision.Verdict} {decision.Comment}";
                }
            }

            public static class Program
            {
                public static void Configure(DurableBuilder durable) { }
                public static async Task<string> RunAsync(IServiceProvider services)
                {
                    var run = await services.GetRequiredService<PayWorkflow.Client>().StartAsync(5);
                    var text = "";
                    while (text.Length == 0)
                    {
                        await foreach (var ask in services.GetRequiredService<DurableClient>().ListAsksAsync()) { text = ask.Prompt.Message; }
                    }

                    string code;
                    try { await run.AnswerAsync(PayWorkflow.Pay, new Decision(Verdict.Yes, "long")); code = "none"; } catch (DurableException exception) { code = exception.Code; }
                    await run.AnswerAsync(PayWorkflow.Pay, new Decision(Verdict.Yes, "1"));
                    return $"{await run.ResultAsync()} | ask: {text} answer: {code}";
                }
            }
            """));

    private static Task<string> RunAsync(string source) => EngineRun.Of(CompiledProject.Of(EngineRun.Usings, source));
}
