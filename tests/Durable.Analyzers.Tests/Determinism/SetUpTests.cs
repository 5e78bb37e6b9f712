using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests.Determinism;

/// <summary>A constructor runs in every activation: what it makes of the world counts as soon as workflow code reads it, and nothing else that it does.</summary>
public sealed class SetUpTests
{
    private const string Read = "_ = (_begin, _id, _count, _random);";

    [Theory]
    [InlineData("public OrderWorkflow() => _begin = {|DUR0001:DateTime.Now|};", Read)]
    [InlineData("public OrderWorkflow() => (_begin, _id) = ({|DUR0001:DateTime.Now|}, {|DUR0002:Guid.NewGuid|}());", Read)]
    [InlineData("public OrderWorkflow() => ((this._begin, _count), _id) = (({|DUR0001:DateTime.Now|}, 1), {|DUR0002:Guid.NewGuid|}());", Read)]
    [InlineData("public OrderWorkflow() => (_begin, _id) = Make(); private static (DateTime, Guid) Make() => ({|DUR0001:DateTime.Now|}, Guid.Empty);", Read)]
    [InlineData("public OrderWorkflow() { var r = {|DUR0003:new Random|}(); _random = r; }", Read)]
    [InlineData("public OrderWorkflow() { var (now, n) = ({|DUR0001:DateTime.Now|}, 1); var later = now.AddDays(n); _begin = later; }", Read)]
    [InlineData("public OrderWorkflow() { int n; n = {|DUR0001:Environment.TickCount|}; _count = n + 1; }", Read)]
    [InlineData("public OrderWorkflow() => Start(); private void Start() => _begin = {|DUR0001:DateTime.Now|};", Read)]
    [InlineData("public OrderWorkflow() => this.Begin(); private void Begin() => Start(); private void Start() { _count++; _id = {|DUR0002:Guid.NewGuid|}(); Begin(); }", Read)]
    [InlineData("public OrderWorkflow() { if ({|DUR0001:DateTime.Now|}.Hour > 12) { _count = 1; } }", Read)]
    [InlineData("public OrderWorkflow() { switch ({|DUR0011:Environment.MachineName|}) { case \"a\": _count = 1; break; } }", Read)]
    [InlineData("public OrderWorkflow() { foreach (var file in {|DUR0010:System.IO.Directory.GetFiles|}(\"a\")) { _count += file.Length; } }", Read)]
    [InlineData("public OrderWorkflow() { while ({|DUR0001:DateTime.Now|}.Day > 1) { _count++; _count += 1; } }", Read)]
    public Task Value_ThatAConstructorMakes_ReportsWhereItIsMade(string constructor, string statement) => Verify.ReportsAsync(With(constructor, statement));

    [Theory]
    [InlineData("public OrderWorkflow() => (_count, _begin) = (1, DateTime.Now);", "_ = _count;")]
    [InlineData("public OrderWorkflow() { var now = DateTime.Now; _begin = now; _count = 1; }", "_ = _count;")]
    [InlineData("public OrderWorkflow() { Console.WriteLine(\"new\"); var id = Guid.NewGuid(); _count = 1; }", Read)]
    [InlineData("public OrderWorkflow() => Start(); private void Start() { _count = 1; _begin = DateTime.Now; }", "_ = _count;")]
    [InlineData("public OrderWorkflow() { var n = 1; Func<int, int> next = m => m + n; _count = next(1); }", Read)]
    [InlineData("public OrderWorkflow() { if (DateTime.Now.Hour > 12) { _id = Guid.NewGuid(); } _count = 1; }", "_ = _count;")]
    [InlineData("public OrderWorkflow() => (_begin, _id) = (DateTime.Now, Guid.NewGuid());", "await PayAsync();")]
    public Task Value_ThatWorkflowCodeDoesNotRead_DoesNotReport(string constructor, string statement) => Verify.ReportsAsync(With(constructor, statement));

    [Fact]
    public Task Value_ThatAnotherClassMakes_ReportsAtTheRead() => Verify.ReportsAsync(
        Body.With("var clock = new Clock(); _ = clock.{|DUR0001:Begin|}; _ = clock.Count;"),
        """
        public sealed class Clock
        {
            private DateTime _begin;
            public Clock() { }
            public Clock(int days) { var begin = Begun(); (_begin, Count) = (begin.AddDays(days), days); }
            public DateTime Begin => _begin;
            public int Count { get; private set; }
            private static DateTime Begun() => DateTime.Now;
        }
        """);

    private static string With(string constructor, string statement) => $$"""
        [Workflow]
        public partial class OrderWorkflow
        {
            private DateTime _begin;
            private Guid _id;
            private int _count;
            private Random _random = new(1);
            {{constructor}}

            public async Task RunAsync(WorkflowContext ctx)
            {
                await ctx.SleepAsync(TimeSpan.FromHours(1));
                {{statement}}
            }

            [Step] protected virtual Task PayAsync() => Task.FromResult((_begin, _id, _count, _random));
        }
        """;
}
