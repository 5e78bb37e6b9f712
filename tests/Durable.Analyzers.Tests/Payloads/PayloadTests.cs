using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests.Payloads;

public sealed class PayloadTests // DUR2001 to DUR2007
{
    [Fact]
    public Task Payloads_Unserializable_ReportAtTheirTypes() => Verify.ReportsAsync("""
        public sealed record Line(string Sku, object Tag);
        public sealed record Order(string Id, IReadOnlyList<Line> Lines);

        [Workflow]
        public partial class OrderWorkflow
        {
            public static readonly Signal<{|DUR2006:Type|}> Approved = new("approved");

            public Task<{|DUR2006:System.IO.Stream|}> RunAsync(WorkflowContext ctx, {|DUR2005:Order|} order) => throw null!;

            [Step] protected virtual ValueTask<{|DUR2006:Action|}> ShipAsync(int a, {|DUR2006:Func<int>|} b, StepContext step) => throw null!;
        }
        """);

    [Fact]
    public Task Payloads_Serializable_DoNotReport() => Verify.ReportsAsync("""
        public sealed record Line(string Sku, int[] Tags, Dictionary<string, Line>? Nested);
        public sealed record Order(Guid Id, IReadOnlyList<Line> Lines, DateTimeOffset? Due, DayOfWeek Day);

        [Workflow]
        public partial class OrderWorkflow
        {
            public static readonly Signal<bool> Approved = new("approved");

            public Task<Order[]> RunAsync(WorkflowContext ctx, Order order) => throw null!;

            [Step] protected virtual Task<decimal?> ShipAsync(Line line, CancellationToken token, StepContext step) => throw null!;
        }
        """);

    [Fact]
    public Task Payload_WithAProblemOfItsOwn_IsReportedOnce() => Verify.ReportsAsync("""
        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx, {|DUR1005:CancellationToken token|}) => throw null!;

            [Step] protected virtual Task ShipAsync({|DUR1008:ref Action done|}) => throw null!;
        }
        """);

    [Fact]
    public Task Payload_OfABase_ReportsThereAndOnce() => Verify.ReportsAsync(
        """
        public abstract class Base
        {
            [Step] protected virtual Task ShipAsync({|DUR2006:Action|} done) => throw null!;
        }
        """,
        """
        [Workflow]
        public partial class OrderWorkflow : Base
        {
            public Task RunAsync(WorkflowContext ctx) => throw null!;
        }
        """);

    [Fact]
    public Task Payload_OfAGenericBase_ReportsAtTheClassThatClosesIt() => Verify.ReportsAsync("""
        public abstract class Base<T>
        {
            public Task RunAsync(WorkflowContext ctx, T input) => throw null!;

            [Step] protected virtual Task ShipAsync(List<T> items) => throw null!;
        }

        [Workflow]
        public partial class OrderWorkflow : Base<int>;

        [Workflow]
        public partial class {|DUR2006,DUR2006:BillWorkflow|} : Base<Action>;
        """);

    [Theory]
    [InlineData("Stack<int>", "DUR2001", "The input of 'OrderWorkflow' cannot be written to the journal and read back: 'Order.Lines[].Tag : Stack<int>', because it would read back in another order; use a list")]
    [InlineData("Two", "DUR2002", "The input of 'OrderWorkflow' cannot be read back from the journal: nothing can make 'Order.Lines[].Tag : Two', because it has several public constructors")]
    [InlineData("Fixed", "DUR2003", "The input of 'OrderWorkflow' would not come back from the journal as it was: 'Order.Lines[].Tag.A : int' is lost, because it is written but not read back")]
    [InlineData("IShape", "DUR2004", "The input of 'OrderWorkflow' cannot be read back from the journal as what it was: 'Order.Lines[].Tag : IShape', because ")]
    [InlineData("object", "DUR2005", "The input of 'OrderWorkflow' cannot be read back from the journal: 'Order.Lines[].Tag : object' may be anything, and nothing says what to read back; use ")]
    [InlineData("Action", "DUR2006", "The input of 'OrderWorkflow' cannot be recorded: 'Order.Lines[].Tag : Action' is no data; code cannot be recorded; pass ")]
    [InlineData("Dictionary<string, Two[]>", "DUR2002", "The input of 'OrderWorkflow' cannot be read back from the journal: nothing can make 'Order.Lines[].Tag[][] : Two'")]
    [InlineData("Dictionary<Plain, int>", "DUR2007", "The input of 'OrderWorkflow' cannot be written to the journal: 'Order.Lines[].Tag : Dictionary<Plain, int>', because a key must be written as text")]
    public async Task Message_OfEachRule_NamesThePathAndWhatToWrite(string type, string id, string message)
    {
        var compilation = Sources.Compile(
            [$$"""
            public interface IShape;
            public sealed record Plain(int A);
            public sealed class Fixed { public int A { get; } = 5; }
            public sealed class Two { public Two(int a) => A = a; public Two(string b) => A = b.Length; public int A { get; } }
            public sealed record Line(string Sku, {{type}} Tag);
            public sealed record Order(string Id, IReadOnlyList<Line> Lines);

            [Workflow]
            public partial class OrderWorkflow
            {
                public Task RunAsync(WorkflowContext ctx, Order order) => throw null!;
            }
            """],
            References.WithRuntime);

        var report = (await Rules.RunWholeAsync(compilation))[0];

        Assert.Equal(id, report.Id);
        Assert.StartsWith(message, report.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public Task Payloads_ThatLookLikeTheirFaultyKin_DoNotReport() => Verify.ReportsAsync("""
        using System.Text.Json;
        using System.Text.Json.Serialization;

        [JsonDerivedType(typeof(Circle), "circle")] public interface IShape;
        public sealed record Circle(int Radius) : IShape;
        public sealed class Two { public Two(int a) => A = a; [JsonConstructor] public Two(int a, string? b) => (A, B) = (a, b); public int A { get; } public string? B { get; } }
        public sealed class Fixed { public int A { get; init; } = 5; public int Twice => A * 2; [JsonIgnore] public object? Cache { get; set; } }
        public enum Size { Small, Large }
        public class Type { public string Name { get; set; } = ""; }
        public record Stream(int Id);
        public record Task(string Title);
        public record Order(
            IShape Shape, Two Two, Fixed Fixed, JsonElement Any, Queue<int> Queue, Dictionary<Size, int> Sizes, Dictionary<Guid, Type> Types, List<Stream> Streams, Task? Todo, long Handle);

        [Workflow]
        public partial class OrderWorkflow
        {
            public System.Threading.Tasks.Task RunAsync(WorkflowContext ctx, Order order) => throw null!;
        }
        """);

    [Fact]
    public Task Payload_FaultyInSeveralWays_ReportsEach() => Verify.ReportsAsync("""
        public sealed class Fixed { public int A { get; } = 5; public object? B { get; set; } }
        public sealed record Key(int A);
        public sealed class Closed { private Closed() { } }
        public sealed class Lossy { public int A { get; } = 5; }

        [Workflow]
        public partial class OrderWorkflow
        {
            public Task<{|DUR2007:Dictionary<Key, int>|}> RunAsync(WorkflowContext ctx) => throw null!;

            [Step] protected virtual Task<{|DUR2003,DUR2005:Fixed|}> ShipAsync({|DUR2001:IFormattable|} text, {|DUR2003:Lossy|} lossy, {|DUR2002:Closed|} closed, {|DUR2004:IShape|} shape) => throw null!;

            public interface IShape;
        }
        """);

    [Fact]
    public Task Recorded_OfATypeParameterOfAMethod_Reports() => Verify.ReportsAsync("""
        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => KeepAsync(ctx, 1);

            private static Task<T> KeepAsync<T>(WorkflowContext ctx, T value) => ctx.{|DUR2001:CheckpointAsync|}(value);
        }
        """);

    [Fact]
    public Task Recorded_OfATypeParameterOfABase_IsJudgedAsTheWorkflowClosesIt() => Verify.ReportsAsync(
        """
        public abstract class Base<T>
        {
            public Task RunAsync(WorkflowContext ctx, List<string> names) => ctx.CheckpointAsync(new List<T[]>());
        }
        """,
        """
        [Workflow]
        public partial class OrderWorkflow : Base<int>;

        [Workflow]
        public partial class {|DUR2006:BillWorkflow|} : Base<Action>;
        """);

    // Written out as the compiler would generate it, because these tests run without that generator.
    private const string Context = """
        public sealed class Callback { public Action? Done { get; set; } }

        [System.Text.Json.Serialization.JsonSerializable(typeof(Callback))]
        public class ShopJson() : System.Text.Json.Serialization.JsonSerializerContext(null)
        {
            public static ShopJson Default { get; } = new();
            protected override System.Text.Json.JsonSerializerOptions? GeneratedSerializerOptions => null;
            public override System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(Type type) => null;
        }

        """;

    [Fact]
    public Task Payload_ThatTheOwnContextLists_DoesNotReport() => Verify.ReportsAsync(
        Context,
        """
        public sealed record Order(string Id, Callback[] Callbacks);

        [Workflow(JsonContext = typeof(ShopJson))]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx, Order order) => throw null!;

            [Step] protected virtual Task<Callback> ShipAsync({|DUR2006:Action|} notListed) => throw null!;
        }
        """);

    [Fact]
    public Task Payload_OfABase_IsJudgedWithTheContextsOfTheWorkflowsOverIt() => Verify.ReportsAsync(
        Context,
        """
        public abstract class Base
        {
            [Step] protected virtual Task ShipAsync(Callback callback) => throw null!;
        }

        public abstract class SharedBase
        {
            [Step] protected virtual Task ShipAsync({|DUR2006:Callback|} callback) => throw null!;
        }

        [Workflow(JsonContext = typeof(ShopJson))]
        public partial class FirstWorkflow : Base { public Task RunAsync(WorkflowContext ctx) => throw null!; }

        [Workflow(JsonContext = typeof(ShopJson))]
        public partial class SecondWorkflow : SharedBase { public Task RunAsync(WorkflowContext ctx) => throw null!; }

        [Workflow]
        public partial class ThirdWorkflow : SharedBase { public Task RunAsync(WorkflowContext ctx) => throw null!; }
        """);

    [Theory]
    [InlineData("System.Threading.Tasks.Task<{|DUR2006:Action|}>")]
    [InlineData("global::System.Threading.Tasks.Task<{|DUR2006:Action|}>")]
    [InlineData("T::Task<{|DUR2006:Action|}>")]
    [InlineData("Task<{|DUR2006:Action|}>?")]
    [InlineData("{|DUR2006:Later|}")]
    public Task Result_HoweverItIsWritten_ReportsAtWhatTheTaskGives(string type) => Verify.ReportsAsync($$"""
        using T = System.Threading.Tasks;
        using Later = System.Threading.Tasks.Task<System.Action>;

        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

            [Step] protected virtual {{type}} DoAsync() => throw null!;
        }
        """);

    [Fact]
    public Task TypeParameters_InsideOtherTypes_AreTheBusinessOfWhoClosesThem() => Verify.ReportsAsync("""
        public abstract class Base<T>
        {
            [Step] protected virtual Task OneAsync(T[] items) => throw null!;
            [Step] protected virtual Task<Inner> TwoAsync(List<T[,]> grid) => throw null!;
            public sealed record Inner(T Value);
        }
        """);

    [Fact]
    public Task Signal_OfWhatCannotBeSerialized_ReportsAtTheSignalAlone() => Verify.ReportsAsync("""
        [Workflow]
        public partial class OrderWorkflow
        {
            public static readonly Signal<{|DUR2006:Action|}> Act = new("act");

            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

            [SignalHandler(nameof(Act))] private void On(Action act) => act();
            [Query] private {|DUR2006:System.IO.Stream|} Open() => throw null!;
            private async Task SaveAsync(WorkflowContext? ctx) => await (ctx?.{|DUR2006:CheckpointAsync|}(new Action(() => { })) ?? Task.FromResult(new Action(() => { })));
        }
        """);
}
