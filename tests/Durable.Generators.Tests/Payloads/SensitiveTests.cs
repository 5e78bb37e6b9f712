using Durable.Generators.Tests.Harness;

namespace Durable.Generators.Tests.Payloads;

/// <summary><c>[Sensitive]</c>: messages for people show <c>***</c>, the journal keeps the value.</summary>
public sealed class SensitiveTests
{
    private const string Usings = EngineRun.Usings + """

        global using System.Linq;
        global using System.Text.Json;
        global using System.Text.Json.Serialization;
        """;

    [Theory]
    [InlineData("a positional parameter", "public sealed record Data(string Id, [Sensitive] string Card);", """new("a", SECRET)""", """{"data":{"Id":"a","Card":"***"}}""")]
    [InlineData("a property", "public sealed class Data { public int Id { get; init; } [Sensitive] public string? Card { get; init; } }", "new() { Id = 1, Card = SECRET }", """{"data":{"Id":1,"Card":"***"}}""")]
    [InlineData("a field", "public sealed class Data { [JsonInclude, Sensitive] public string? Card; }", "new() { Card = SECRET }", """{"data":{"Card":"***"}}""")]
    [InlineData("a parameter of another constructor", "public sealed class Data([Sensitive] string card) { public string Card { get; } = card; }", "new(SECRET)", """{"data":{"Card":"***"}}""")]
    [InlineData("a value that is no text", "public sealed record Data([Sensitive] int[] Card);", "new(SECRET.Select(c => (int)c).ToArray())", """{"data":{"Card":"***"}}""")]
    [InlineData("a member with a JSON name", "public sealed record Data([property: Sensitive, JsonPropertyName(\"c d\")] string Card);", "new(SECRET)", """{"data":{"c d":"***"}}""")]
    [InlineData("what is overridden", "public class Base { [Sensitive] public virtual string? Card { get; init; } } public sealed class Data : Base { public override string? Card { get; init; } }", "new() { Card = SECRET }", """{"data":{"Card":"***"}}""")]
    [InlineData("what is implemented", "public interface IData { [Sensitive] string Card { get; } } public sealed record Data(string Card) : IData;", "new(SECRET)", """{"data":{"Card":"***"}}""")]
    [InlineData("what is inherited", "public record Base([Sensitive] string Card); public sealed record Data(int Id, string Card) : Base(Card);", "new(1, SECRET)", """{"data":{"Id":1,"Card":"***"}}""")]
    [InlineData("nested", "public record Card([Sensitive] string Number, int Year); public sealed record Data(Card Card, Card? Other);", "new(new(SECRET, 30), null)", """{"data":{"Card":{"Number":"***","Year":30},"Other":null}}""")]
    [InlineData("in lists", "public record Card([Sensitive] string Number); public sealed record Data(List<Card[]> Cards);", "new([[new(SECRET), new(SECRET)], []])", """{"data":{"Cards":[[{"Number":"***"},{"Number":"***"}],[]]}}""")]
    [InlineData("in dictionaries", "public record Card([Sensitive] string Number); public sealed record Data(Dictionary<string, Card?> Cards, int More);", """new(new() { ["Number"] = new(SECRET), ["b"] = null }, 7)""", """{"data":{"Cards":{"Number":{"Number":"***"},"b":null},"More":7}}""")]
    [InlineData("in structs and tuples", "public readonly record struct Card([Sensitive] string Number); public sealed record Data((int, Card?) Pair);", "new((1, new(SECRET)))", """{"data":{"Pair":{"Item1":1,"Item2":{"Number":"***"}}}}""")]
    [InlineData("in itself", "public sealed record Data([Sensitive] string Card, Data? Next, List<Data> More);", "new(SECRET, new(SECRET, null, []), [new(SECRET, null, [])])", """{"data":{"Card":"***","Next":{"Card":"***","Next":null,"More":[]},"More":[{"Card":"***","Next":null,"More":[]}]}}""")]
    [InlineData("in a derived type", """[JsonDerivedType(typeof(Card), "card")] [JsonDerivedType(typeof(Cash), "cash")] public abstract record Data(int Id); public record Card(int Id, [Sensitive] string Number) : Data(Id); public record Cash(int Id, int Number) : Data(Id);""", "new Card(1, SECRET)", """{"data":{"$type":"card","Number":"***","Id":1}}""")]
    [InlineData("in extension data", "public sealed class Data { public int Id { get; init; } [JsonExtensionData, Sensitive] public Dictionary<string, JsonElement>? More { get; set; } }", """new() { Id = 1, More = new() { ["x"] = JsonDocument.Parse($"[\"{SECRET}\"]").RootElement } }""", """{"data":{"Id":1,"x":"***"}}""")]
    [InlineData("in a type with a converter", "public sealed record Card([Sensitive] string Number); public sealed class CardConverter : JsonConverter<Card> { public override Card Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => new(reader.GetString()!); public override void Write(Utf8JsonWriter writer, Card value, JsonSerializerOptions options) => writer.WriteStringValue(value.Number); } public sealed record Data([property: JsonConverter(typeof(CardConverter))] Card Card);", "new(new(SECRET))", """{"data":{"Card":"***"}}""")]
    [InlineData("in a type of the context", "public sealed record Card([Sensitive] string Number); public sealed record Data(Card Card, int Id); [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)] [JsonSerializable(typeof(Card))] internal sealed partial class ShopJson : JsonSerializerContext;", "new(new(SECRET), 1)", """{"data":{"Card":"***","Id":1}}""", "JsonContext = typeof(ShopJson)")]
    public async Task Sensitive_Member_IsStarredInTheMismatchAndKeptInTheJournal(string where, string types, string value, string shown, string workflow = "")
    {
        var (reason, journal) = await MismatchAsync(types, value, "Data data", workflow);

        Assert.True(reason.Contains($"recorded {shown}, now", StringComparison.Ordinal), $"{where}: {reason}");
        Assert.DoesNotContain("4111", reason, StringComparison.Ordinal);
        Assert.True(
            where.StartsWith("a value that is no text", StringComparison.Ordinal) ? journal.Contains("52,49,49,49", StringComparison.Ordinal) : journal.Contains("4111", StringComparison.Ordinal),
            $"{where}: {journal}");
    }

    [Fact]
    public async Task Sensitive_StepParameter_IsStarredAsAWhole()
    {
        var (reason, journal) = await MismatchAsync("public sealed record Data(string Card);", "new(SECRET)", "[Sensitive] Data data");

        Assert.Contains("""recorded {"data":"***"}, now {"data":"***"} (they differ in what is not shown)""", reason, StringComparison.Ordinal);
        Assert.Contains("4111", journal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_Sensitive_IsShownAsItIs()
    {
        var (reason, _) = await MismatchAsync("public sealed record Data(string Card);", "new(SECRET)", "Data data");

        Assert.Contains("recorded {\"data\":{\"Card\":\"4111-0\"}}, now {\"data\":{\"Card\":\"4111-1\"}} (workflow", reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"Card":{"Number":"4111","Year":1},"Cards":[]}""", """{"Card":{"Number":"***","Year":1},"Cards":[]}""")]
    [InlineData("""{ "Cards" : [ { "Number" : { "deep" : [1] } } , null ] , "Unknown" : [1] }""", """{ "Cards" : [ { "Number" : "***" } , null ] , "Unknown" : [1] }""")]
    [InlineData("""{"Card":"4111","Cards":{"a":{"Number":1}}}""", """{"Card":"***","Cards":{"a":{"Number":"***"}}}""")]
    [InlineData("""{"Card":["4111"],"Cards":"4111"}""", """{"Card":"***","Cards":"***"}""")]
    [InlineData("""{"Card":{"Num\u0062er":"4111","né":"\u00e9"}}""", """{"Card":{"Num\u0062er":"***","né":"\u00e9"}}""")]
    [InlineData("""{"Card":{"Number":"4111""", "\"***\"")]
    [InlineData("", "\"***\"")]
    public void Mask_OfOtherCodesJson_HidesWhatItDoesNotRecognize(string recorded, string shown)
    {
        var mask = CompiledProject.Of(Usings, """
            public sealed record Card([Sensitive] string Number, int Year);
            public sealed record Data(Card Card, List<Card> Cards);
            [Workflow] public partial class ShopWorkflow { public Task RunAsync(WorkflowContext ctx, Data data) => Task.CompletedTask; }
            """).Definition("ShopWorkflow").InputMask!;

        Assert.Equal(shown, mask.Redact(System.Text.Encoding.UTF8.GetBytes(recorded)));
    }

    [Fact]
    public void Definition_KnowsWhatEveryPayloadHides()
    {
        var definition = CompiledProject.Of(Usings, """
            public sealed record Card([Sensitive] string Number);
            [Workflow]
            public partial class ShopWorkflow
            {
                [Sensitive] public static readonly Signal<string> Code = new("code");
                public static readonly Signal<Card> Paid = new("paid");
                public static readonly Signal<int> Counted = new("counted");
                public Task<Card[]> RunAsync(WorkflowContext ctx, [Sensitive] string input) => Task.FromResult(Array.Empty<Card>());
                [Step] [return: Sensitive] protected virtual Task<string> TokenAsync(int number) => Task.FromResult("");
            }
            """).Definition("ShopWorkflow");

        Assert.Equal("\"***\"", definition.InputMask!.Redact("\"secret\""u8));
        Assert.Equal("[{\"Number\":\"***\"}]", definition.ResultMask!.Redact("[{\"Number\":\"secret\"}]"u8));
        Assert.Equal(["\"***\"", "\"***\"", "-"], definition.Signals.Select(signal => signal.Mask?.Redact("\"secret\""u8) ?? "-"));
        Assert.Null(definition.Steps.Single().InputMask);
        Assert.Equal("\"***\"", definition.Steps.Single().ResultMask!.Redact("\"secret\""u8));
    }

    [Fact]
    public void Handlers_CarryTheirMasks()
    {
        var text = GeneratorRun.Of(TestProject.Create(Usings, """
            public sealed record Card([Sensitive] string Number);
            [Workflow]
            public partial class ShopWorkflow
            {
                public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
                [Query] public Card CardOf([Sensitive] string token, int number) => new("");
                [Update(Validator = nameof(Check))] public Task SetAsync(Card card) => Task.CompletedTask;
                private string? Check(Card card) => null;
            }
            """)).AssertClean().Source("ShopWorkflow.g.cs");

        Assert.Contains("argumentsMask: JournalSerializers.CardOfInputMask,", text, StringComparison.Ordinal);
        Assert.Contains("resultMask: JournalSerializers.CardMask);", text, StringComparison.Ordinal);
        Assert.Contains("argumentsMask: JournalSerializers.SetInputMask);", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task View_AsText_ShowsNoPayload() => Assert.Equal(
        "r (shop) Completed",
        await EngineRun.Of(CompiledProject.Of(Usings, """
            [Workflow] public partial class ShopWorkflow { public Task<string> RunAsync(WorkflowContext ctx, [Sensitive] string input) => Task.FromResult(input); }
            public static class Program
            {
                public static void Configure(DurableBuilder durable) { }
                public static async Task<string> RunAsync(IServiceProvider services)
                {
                    var run = await services.GetRequiredService<ShopWorkflow.Client>().StartAsync("secret", new() { RunId = "r" });
                    await run.ResultAsync();
                    return (await run.GetInfoAsync()).ToString();
                }
            }
            """)));

    private static async Task<(string Reason, string Journal)> MismatchAsync(string types, string value, string parameter, string workflow = "")
    {
        // The body passes something else each time it runs. The second step tells that the first is recorded.
        var project = CompiledProject.WithContexts(Usings, types, $$"""
            [Workflow("shop"{{(workflow.Length == 0 ? "" : ", " + workflow)}})]
            public partial class ShopWorkflow
            {
                private static readonly TaskCompletionSource s_recorded = new();
                private static int s_runs;
                private static Data Make(string SECRET) => {{value}};

                public async Task RunAsync(WorkflowContext ctx)
                {
                    await PayAsync(Make($"4111-{s_runs++}"));
                    await WaitAsync();
                }

                [Step] protected virtual Task PayAsync({{parameter}}) => Task.CompletedTask;
                [Step] protected virtual Task WaitAsync(StepContext step = default) { s_recorded.TrySetResult(); return Task.Delay(Timeout.Infinite, step.CancellationToken); }

                public static async Task<string> StartAsync(IServiceProvider services)
                {
                    await services.GetRequiredService<Client>().StartAsync(new() { RunId = "r" });
                    await s_recorded.Task;
                    return "";
                }

                public static async Task<string> ReasonAsync(IServiceProvider services)
                {
                    try
                    {
                        await services.GetRequiredService<Client>().Get("r").ResultAsync();
                        return "It completed.";
                    }
                    catch (RunFailedException stuck) when (stuck.Status == RunStatus.Stuck)
                    {
                        return stuck.Message;
                    }
                }

                public static async Task<string> JournalAsync(IServiceProvider services)
                {
                    var lines = new List<string>();
                    await foreach (var record in services.GetRequiredService<DurableClient>().ReadHistoryAsync("r"))
                    {
                        lines.Add(record.ToJson());
                    }

                    return string.Join("\n", lines);
                }
            }
            """);
        var directory = Directory.CreateTempSubdirectory("durable-sensitive-");
        try
        {
            await CallAsync(project, directory.FullName, "StartAsync");
            return (await CallAsync(project, directory.FullName, "ReasonAsync"), await CallAsync(project, directory.FullName, "JournalAsync"));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task<string> CallAsync(CompiledProject project, string directory, string method)
    {
        await using var host = await DurableHost.StartAsync(
            durable => project.AddWorkflows(durable).UseFileStore(directory).ConfigureWorker(static worker => worker.StopTimeout = TimeSpan.Zero),
            TestContext.Current.CancellationToken);
        return await project.Call<Task<string>>("ShopWorkflow", method, host.Services).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }
}
