using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests.Determinism;

/// <summary>What dependency injection gave a workflow class belongs into its steps.</summary>
public sealed class ServiceTests // DUR0015, DUR0016
{
    [Theory]
    [InlineData("await {|DUR0015:payments.ChargeAsync|}(\"a\");")]
    [InlineData("var count = {|DUR0015:payments.Count|};")]
    [InlineData("var text = {|DUR0015:payments[1]|};")]
    [InlineData("{|DUR0015:payments.Changed|} += () => { };")]
    [InlineData("Func<string, Task> charge = {|DUR0015:payments.ChargeAsync|};")]
    [InlineData("var count = Count({|DUR0015:payments|}); static int Count(IPayments given) => given.Count;")]
    [InlineData("var held = {|DUR0015:payments|};")]
    [InlineData("await {|DUR0015:_payments.ChargeAsync|}(\"a\");")]
    [InlineData("await {|DUR0015:this._payments.ChargeAsync|}(\"a\");")]
    [InlineData("await {|DUR0015:Checked.ChargeAsync|}(\"a\");")]
    [InlineData("await {|DUR0015:Payments.ChargeAsync|}(\"a\");")]
    [InlineData("await Task.WhenAll(new[] { \"a\" }.Select({|DUR0015:payments.ChargeAsync|}));")]
    [InlineData("await ctx.ScopeAsync(\"a\", async () => await {|DUR0015:payments.ChargeAsync|}(\"a\"));")]
    [InlineData("await {|DUR0015:payments.TwiceAsync|}(\"a\");")]
    [InlineData("var total = {|DUR0015:rates.Total|}(1);")]
    [InlineData("var service = {|DUR0015:services.GetService|}(typeof(int));")]
    [InlineData("var all = {|DUR0015:many.Select|}(one => 1).ToList();")]
    [InlineData("foreach (var one in {|DUR0015:many|}) { }")]
    public Task Service_UsedInTheBody_Reports(string statement) => Verify.ReportsAsync(Injected(statement));

    [Theory]
    [InlineData("await PayAsync(\"a\");")]
    [InlineData("await ctx.StepAsync(\"a\", _ => payments.ChargeAsync(\"a\"));")]
    [InlineData("await ctx.StepAsync(\"a\", async _ => await _payments.ChargeAsync(\"a\") + Payments.Count);")]
    [InlineData("if (payments is null || _payments == null) { }")]
    [InlineData("var name = nameof(payments) + nameof(_payments.ChargeAsync);")]
    [InlineData("_list.Add(\"a\"); _list = new(); var count = _list.Count;")]
    [InlineData("var calculator = new Calculator(5); var twice = calculator.Twice();")]
    [InlineData("var text = region + limit;")]
    public Task Service_UsedInSteps_DoesNotReport(string statement) => Verify.ReportsAsync(Injected(statement));

    // How constructors store what they are given, and what they give away of it.
    [Theory]
    [InlineData("public OrderWorkflow(IRates rates, IMail mail) => (_rates, _mail) = (rates, mail);", "_ = {|DUR0015:_rates.Today|}() + {|DUR0015:_mail.Count|};")]
    [InlineData("public OrderWorkflow(IRates rates, IMail mail) { ((this._rates, _count), _mail) = ((rates ?? throw new ArgumentNullException(nameof(rates)), 1), mail); }", "_ = {|DUR0015:_rates.Today|}() + _count;")]
    [InlineData("public OrderWorkflow(IRates rates, IMail mail) => Keep(rates); private void Keep(IRates rates) => _rates = rates;", "_ = _count;")]
    [InlineData("public OrderWorkflow(IRates rates, IMail mail) => _price = n => {|DUR0015:rates.Today|}() + n;", "_ = _price(1);")]
    [InlineData("public OrderWorkflow(IRates rates, IMail mail) => (_price, _lazy) = (n => n, new(() => {|DUR0015:mail.Count|}));", "_ = _lazy.Value;")]
    public Task Service_StoredByAConstructor_ReportsInTheBody(string constructor, string statement) => Verify.ReportsAsync(Stored("", constructor, statement));

    [Theory]
    [InlineData("private readonly Lazy<int> _limit = new(() => {|DUR0015:rates.Today|}());", "_ = _limit.Value;")]
    [InlineData("private readonly Func<int, int> _rate = n => {|DUR0015:rates.Today|}() + n;", "_ = _rate(1);")]
    [InlineData("private readonly Func<IRates> _given = () => {|DUR0015:rates|};", "_ = _given();")]
    public Task Service_UsedByALambdaThatAFieldHolds_Reports(string field, string statement) => Verify.ReportsAsync(Stored("(IRates rates, IMail mail)", field + " private readonly IMail mail2 = mail;", statement));

    [Theory]
    [InlineData("public OrderWorkflow(IRates rates, IMail mail) => (_rates, _mail, _count) = (rates, mail, mail.Count);", "_ = _count + _price(1);")]
    [InlineData("public OrderWorkflow(IRates rates, IMail mail) { var kept = rates; _own = Make(kept); } private static List<int> Make(IRates rates) => [];", "_own.Add(1);")]
    [InlineData("public OrderWorkflow(IRates rates, IMail mail) => _price = n => rates.Today() + n;", "await ctx.StepAsync(\"a\", _ => Task.FromResult(_price(1)));")]
    [InlineData("public OrderWorkflow(IRates rates, IMail mail) => (_own, _rates) = ([], rates);", "_own.Add(1); await PayAsync();")]
    public Task Service_StoredAndLeftAlone_DoesNotReport(string constructor, string statement) => Verify.ReportsAsync(Stored("", constructor, statement));

    private static string Stored(string parameters, string constructor, string statement) => $$"""
        #pragma warning disable CS0649
        public interface IRates { int Today(); }
        public interface IMail { int Count { get; } }

        [Workflow]
        public partial class OrderWorkflow{{parameters}}
        {
            private IRates _rates = null!;
            private IMail _mail = null!;
            private int _count;
            private List<int> _own = [];
            private Func<int, int> _price = n => n;
            private Lazy<int> _lazy = new(() => 1);
            {{constructor}}

            public async Task RunAsync(WorkflowContext ctx)
            {
                await ctx.SleepAsync(TimeSpan.FromHours(1));
                {{statement}}
            }

            [Step] protected virtual Task PayAsync() => Task.FromResult((_rates, _mail, _count, _own, _price(1), _lazy));
        }
        """;

    [Fact]
    public Task Service_HeldByABaseClass_ReportsAtTheCall() => Verify.ReportsAsync(
        """
        [Workflow]
        public partial class OrderWorkflow(IPayments payments) : PaymentBase(payments)
        {
            public async Task RunAsync(WorkflowContext ctx)
            {
                await {|DUR0015:ChargeTwiceAsync|}();
                await PayAsync();
            }
        }
        """,
        """
        public abstract class PaymentBase
        {
            private readonly IPayments _payments;

            protected PaymentBase(IPayments payments) => _payments = payments ?? throw new ArgumentNullException(nameof(payments));

            protected async Task ChargeTwiceAsync() => await _payments.ChargeAsync("a");
            [Step] protected virtual Task PayAsync() => _payments.ChargeAsync("a");
        }

        public interface IPayments { Task<int> ChargeAsync(string id); }
        """);

    [Fact]
    public Task SharedSteps_AreUsedAsTheWorkflowsOwn_ButNotTheirServices() => Verify.ReportsAsync(
        """
        [Workflow]
        public partial class OrderWorkflow(PaymentSteps payments)
        {
            public async Task RunAsync(WorkflowContext ctx)
            {
                await payments.ChargeAsync("a");
                await payments.TwiceAsync("a");
                await payments.{|DUR0015:AtOnceAsync|}("a");
                await Help(payments);
            }

            private static Task Help(PaymentSteps given) => given.ChargeAsync("a");
        }
        """,
        """
        [Steps]
        public partial class PaymentSteps(IPayments payments)
        {
            [Step] public virtual Task ChargeAsync(string id) => payments.ChargeAsync(id);
            public async Task TwiceAsync(string id) { await ChargeAsync(id); await ChargeAsync(id); }
            public Task AtOnceAsync(string id) => payments.ChargeAsync(id);
        }

        public interface IPayments { Task<int> ChargeAsync(string id); }
        """);

    [Theory]
    [InlineData("{|DUR0016:logger|}.LogInformation(\"a\");")]
    [InlineData("{|DUR0016:_logger|}.LogInformation(\"a\");")]
    [InlineData("{|DUR0016:s_logger|}.LogInformation(\"a\");")]
    [InlineData("Log({|DUR0016:logger|}); static void Log(ILogger given) => given.LogInformation(\"a\");")]
    [InlineData("loggers.{|DUR0016:CreateLogger|}(\"a\").LogInformation(\"a\");")]
    [InlineData("{|DUR0016:System.Diagnostics.Trace.WriteLine|}(\"a\");")]
    public Task Logger_OtherThanTheContexts_Reports(string statement) => Verify.ReportsAsync(Logging(statement));

    [Theory]
    [InlineData("ctx.Logger.LogInformation(\"a\");")]
    [InlineData("var log = ctx.Logger; log.LogInformation(\"a\");")]
    [InlineData("Log(ctx.Logger); static void Log(ILogger given) => given.LogInformation(\"a\");")]
    [InlineData("_own = ctx.Logger; _own.LogInformation(\"a\");")]
    [InlineData("await ctx.StepAsync(\"a\", _ => { logger.LogInformation(\"a\"); return Task.CompletedTask; });")]
    [InlineData("Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance.LogInformation(\"a\");")]
    public Task Logger_OfTheContext_DoesNotReport(string statement) => Verify.ReportsAsync(Logging(statement));

    private static string Logging(string statement) => $$"""
        using Microsoft.Extensions.Logging;

        [Workflow]
        public partial class OrderWorkflow(ILogger<OrderWorkflow> logger, ILoggerFactory loggers)
        {
            private readonly ILogger _logger = logger;
            private static readonly ILogger s_logger = null!;
            private ILogger? _own;

            public async Task RunAsync(WorkflowContext ctx)
            {
                await ctx.SleepAsync(TimeSpan.FromHours(1));
                {{statement}}
            }

            [Step] protected virtual Task PayAsync() => Task.FromResult((loggers, logger, _logger, s_logger, _own));
        }
        """;

    private static string Injected(string statement) => $$"""
        using System.Linq;

        [Workflow]
        public partial class OrderWorkflow(IPayments payments, IServiceProvider services, Rates rates, IEnumerable<IPayments> many, string region, int limit)
        {
            private readonly IPayments _payments = payments;
            private List<string> _list = new();

            private IPayments Payments { get; } = payments;
            private IPayments Checked { get; } = payments ?? throw new ArgumentNullException(nameof(payments));

            public async Task RunAsync(WorkflowContext ctx)
            {
                await ctx.SleepAsync(TimeSpan.FromHours(1));
                {{statement}}
            }

            [Step] protected virtual Task<int> PayAsync(string id) => payments.ChargeAsync(id + services + rates + region + limit + _list + many.Count());
        }

        public interface IPayments { Task<int> ChargeAsync(string id); int Count { get; } event Action Changed; string this[int index] { get; } }
        public sealed class Rates { public int Total(int n) => n; }
        public sealed class Calculator(object value) { private readonly object _value = value; public string Twice() => _value.ToString() + _value; }
        public static class Extensions { public static async Task TwiceAsync(this IPayments payments, string id) { await payments.ChargeAsync(id); } }
        """;
}
