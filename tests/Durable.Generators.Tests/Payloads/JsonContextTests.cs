using Durable.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace Durable.Generators.Tests.Payloads;

/// <summary><c>[Workflow(JsonContext = ...)]</c>: what the author's context lists is written and read by it, under its own options.</summary>
public sealed class JsonContextTests
{
    private const string Usings = EngineRun.Usings + """

        global using System.Linq;
        global using System.Text.Json;
        global using System.Text.Json.Serialization;
        """;

    private const string Program = """
        public static class Program
        {
            public static void Configure(DurableBuilder durable) { }
            public static async Task<string> RunAsync(IServiceProvider services)
            {
                var run = await services.GetRequiredService<ShopWorkflow.Client>().StartAsync(ShopWorkflow.Sample, new() { RunId = "r" });
                var result = await run.ResultAsync();
                var lines = new List<string> { result };
                await foreach (var record in services.GetRequiredService<DurableClient>().ReadHistoryAsync("r"))
                {
                    using var json = JsonDocument.Parse(record.ToJson());
                    if (json.RootElement.TryGetProperty("input", out var input))
                    {
                        lines.Add($"{record.Kind} {input.GetRawText()}");
                    }
                }

                return string.Join("\n", lines);
            }
        }
        """;

    [Fact]
    public async Task Context_NamingPolicy_AppliesToItsTypesWhereverTheyOccurAndToNoOther() => Assert.Equal(
        """
        street s, 2 lines, Paid
        start {"Order":{"id":"a","state":"Paid","lines":[{"sku":"x"},{"sku":"y"}],"note":null},"Line":{"Sku":"z"},"More":[{"id":"b","state":"New","lines":[],"note":"n"}],"ByName":{"k":null},"Maybe":"Paid","Address":{"Street":"s"}}
        step {"order":{"id":"a","state":"Paid","lines":[{"sku":"x"},{"sku":"y"}],"note":null},"address":{"Street":"s"}}
        """,
        await RunAsync("""
            public enum State { New, Paid }
            public sealed record Line(string Sku);
            public sealed record Order(string Id, State State, IReadOnlyList<Line> Lines, string? Note);
            public sealed record Address(string Street);
            public sealed record Package(Order Order, Line Line, List<Order> More, Dictionary<string, Order?> ByName, State? Maybe, Address Address);

            [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, WriteIndented = true)]
            [JsonSerializable(typeof(Order))]
            [JsonSerializable(typeof(State))]
            internal sealed partial class ShopJson : JsonSerializerContext;

            [Workflow(JsonContext = typeof(ShopJson))]
            public partial class ShopWorkflow
            {
                public static Package Sample => new(
                    new("a", State.Paid, [new("x"), new("y")], null), new("z"), [new("b", State.New, [], "n")], new() { ["k"] = null }, State.Paid, new("s"));

                public Task<string> RunAsync(WorkflowContext ctx, Package package) => ShipAsync(package.Order, package.Address);

                [Step] protected virtual Task<string> ShipAsync(Order order, Address address) =>
                    Task.FromResult($"street {address.Street}, {order.Lines.Count} lines, {order.State}");
            }
            """));

    [Fact]
    public async Task Context_KnowsATypeThatNobodyElseCan_RecordsIt() => Assert.Equal(
        """
        150 EUR 7 nothing
        start {"Total":"150 EUR","Prices":{"1 USD":7},"Tip":"none"}
        step {"total":"150 EUR","tip":"none"}
        """,
        await RunAsync("""
            // No public constructor, a delegate inside: DUR2002 and DUR2006 without the context.
            public sealed class Money
            {
                private Money(string text) => Text = () => text;
                [JsonIgnore] public Func<string> Text { get; }
                public static Money Parse(string text) => new(text);
                public override bool Equals(object? other) => other is Money money && money.Text() == Text();
                public override int GetHashCode() => Text().GetHashCode(StringComparison.Ordinal);
            }

            public sealed class MoneyConverter : JsonConverter<Money?>
            {
                public override bool HandleNull => true;
                public override Money? Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
                    reader.GetString() is var text && text == "none" ? null : Money.Parse(text!);
                public override void Write(Utf8JsonWriter writer, Money? value, JsonSerializerOptions options) => writer.WriteStringValue(value?.Text() ?? "none");
            }

            public sealed class CodeConverter : JsonConverter<Guid>
            {
                public override Guid Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => Guid.Empty;
                public override void Write(Utf8JsonWriter writer, Guid value, JsonSerializerOptions options) => writer.WriteStringValue("guid");
                public override Guid ReadAsPropertyName(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => Guid.Empty;
                public override void WriteAsPropertyName(Utf8JsonWriter writer, Guid value, JsonSerializerOptions options) => writer.WritePropertyName("1 USD");
            }

            [JsonSourceGenerationOptions(Converters = [typeof(MoneyConverter), typeof(CodeConverter)])]
            [JsonSerializable(typeof(Money))]
            [JsonSerializable(typeof(Guid))]
            internal sealed partial class ShopJson : JsonSerializerContext;

            public sealed record Bill(Money Total, Dictionary<Guid, int> Prices, Money? Tip);

            [Workflow(JsonContext = typeof(ShopJson))]
            public partial class ShopWorkflow
            {
                public static Bill Sample => new(Money.Parse("150 EUR"), new() { [Guid.Empty] = 7 }, null);

                public Task<string> RunAsync(WorkflowContext ctx, Bill bill) => PayAsync(bill.Total, bill.Prices, bill.Tip);

                private Task<string> PayAsync(Money total, Dictionary<Guid, int> prices, Money? tip) => PayAsync(total, tip, prices[Guid.Empty]);
                private async Task<string> PayAsync(Money total, Money? tip, int price) => $"{await BookAsync(total, tip)} {price} {tip?.Text() ?? "nothing"}";

                [Step] protected virtual Task<string> BookAsync(Money total, Money? tip) => Task.FromResult(total.Text());
            }
            """));

    [Fact]
    public async Task Context_WritesRawTextOverSeveralLines_IsRecordedOnOne() => Assert.Equal(
        """
        one
        start {  "x":  1}
        """,
        await RunAsync("""
            public sealed class RawConverter : JsonConverter<Raw>
            {
                public override Raw Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) { reader.Skip(); return new Raw("one"); }
                public override void Write(Utf8JsonWriter writer, Raw value, JsonSerializerOptions options) => writer.WriteRawValue("{\r\n\"x\":\n 1}");
            }

            public sealed record Raw(string Text);

            [JsonSourceGenerationOptions(Converters = [typeof(RawConverter)])]
            [JsonSerializable(typeof(Raw))]
            internal sealed partial class ShopJson : JsonSerializerContext;

            [Workflow(JsonContext = typeof(ShopJson))]
            public partial class ShopWorkflow
            {
                public static Raw Sample => new("one");
                public Task<string> RunAsync(WorkflowContext ctx, Raw raw) => Task.FromResult(raw.Text);
            }
            """));

    [Fact]
    public async Task Context_ListsATypeForWritingAlone_IsNotAskedForIt() => Assert.Equal(
        """
        a
        start {"Id":"a"}
        """,
        await RunAsync("""
            public sealed record Order(string Id);

            [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
            [JsonSerializable(typeof(Order), GenerationMode = JsonSourceGenerationMode.Serialization)]
            internal sealed partial class ShopJson : JsonSerializerContext;

            [Workflow(JsonContext = typeof(ShopJson))]
            public partial class ShopWorkflow
            {
                public static Order Sample => new("a");
                public Task<string> RunAsync(WorkflowContext ctx, Order order) => Task.FromResult(order.Id);
            }
            """));

    [Theory]
    [InlineData("NotOne", "does not derive from JsonSerializerContext")]
    [InlineData("Bare", "no static property 'Default'")]
    [InlineData("Unready", "no instance of it can be made")]
    [InlineData("Filed", "generated code cannot name it")]
    public void Context_ThatCannotBeUsed_IsAProblemOfTheDeclaration(string context, string reason)
    {
        var project = TestProject.Create(Usings, $$"""
            public class NotOne;
            public abstract partial class Unready() : JsonSerializerContext(null);
            public class Bare() : JsonSerializerContext(null)
            {
                protected override JsonSerializerOptions? GeneratedSerializerOptions => null;
                public override System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(Type type) => null;
            }

            file class Filed : Bare;
            [Workflow(JsonContext = typeof({{context}}))] public partial class ShopWorkflow { public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask; }
            """);
        var symbols = Durable.Shared.DurableSymbols.TryCreate(project)!;

        var shape = Durable.Shared.Shape.WorkflowShape.Read(project.GetTypeByMetadataName("ShopWorkflow")!, symbols, TestContext.Current.CancellationToken);

        Assert.Contains(shape.Problems, problem => problem.RuleId == "DUR1009" && problem.Arguments.Any(text => text.Contains(reason, StringComparison.Ordinal)));
        Assert.Empty(GeneratorRun.Of(project).Sources);
    }

    [Fact]
    public void Context_Named_IsPartOfTheFingerprint()
    {
        var without = Fingerprint("[Workflow]");
        var with = Fingerprint("[Workflow(JsonContext = typeof(ShopJson))]");

        Assert.NotEqual(without, with);
        Assert.Equal(with, Fingerprint("[Workflow(JsonContext = typeof(ShopJson))]"));
    }

    private static string Fingerprint(string attribute) => CompiledProject.WithContexts(Usings, $$"""
        public sealed record Order(string Id);
        [JsonSerializable(typeof(Order))] internal sealed partial class ShopJson : JsonSerializerContext;
        {{attribute}} public partial class ShopWorkflow { public Task RunAsync(WorkflowContext ctx, Order order) => Task.CompletedTask; }
        """).Definition("ShopWorkflow").Fingerprint;

    private static Task<string> RunAsync(string source) => EngineRun.Of(CompiledProject.WithContexts(Usings, source, Program));
}
