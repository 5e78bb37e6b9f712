using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests.Payloads;

public sealed class PayloadTests // DUR2001
{
    [Fact]
    public Task Payloads_Unserializable_ReportAtTheirTypes() => Verify.ReportsAsync("""
        public sealed record Line(string Sku, object Tag);
        public sealed record Order(string Id, IReadOnlyList<Line> Lines);

        [Workflow]
        public partial class OrderWorkflow
        {
            public static readonly Signal<{|DUR2001:Type|}> Approved = new("approved");

            public Task<{|DUR2001:System.IO.Stream|}> RunAsync(WorkflowContext ctx, {|DUR2001:Order|} order) => throw null!;

            [Step] protected virtual ValueTask<{|DUR2001:Action|}> ShipAsync(int a, {|DUR2001:Func<int>|} b, StepContext step) => throw null!;
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
            [Step] protected virtual Task ShipAsync({|DUR2001:Action|} done) => throw null!;
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
        public partial class {|DUR2001,DUR2001:BillWorkflow|} : Base<Action>;
        """);

    [Fact]
    public async Task Message_NamesThePathToTheMember()
    {
        var compilation = Sources.Compile(
            ["""
            public sealed record Line(string Sku, object Tag);
            public sealed record Order(string Id, IReadOnlyList<Line> Lines);

            [Workflow]
            public partial class OrderWorkflow
            {
                public Task RunAsync(WorkflowContext ctx, Order order) => throw null!;
            }
            """],
            References.WithRuntime);

        var message = Assert.Single(await Rules.RunWholeAsync(compilation)).GetMessage(System.Globalization.CultureInfo.InvariantCulture);

        Assert.StartsWith(
            "The input of 'OrderWorkflow' cannot be written to the journal and read back: 'Order.Lines[].Tag : object', because ", message, StringComparison.Ordinal);
    }

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

            [Step] protected virtual Task<Callback> ShipAsync({|DUR2001:Action|} notListed) => throw null!;
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
            [Step] protected virtual Task ShipAsync({|DUR2001:Callback|} callback) => throw null!;
        }

        [Workflow(JsonContext = typeof(ShopJson))]
        public partial class FirstWorkflow : Base { public Task RunAsync(WorkflowContext ctx) => throw null!; }

        [Workflow(JsonContext = typeof(ShopJson))]
        public partial class SecondWorkflow : SharedBase { public Task RunAsync(WorkflowContext ctx) => throw null!; }

        [Workflow]
        public partial class ThirdWorkflow : SharedBase { public Task RunAsync(WorkflowContext ctx) => throw null!; }
        """);
}
