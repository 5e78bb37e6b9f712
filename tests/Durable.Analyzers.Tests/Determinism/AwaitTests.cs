using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests.Determinism;

public sealed class AwaitTests // DUR0009
{
    private const string Services = """

        public interface IPayments { Task<int> ChargeAsync(string id); ValueTask<int> RefundAsync(); Task Ready { get; } }
        public abstract class Gateway { public abstract Task SendAsync(); public IAsyncEnumerable<int> All() => throw null!; }
        public sealed class Gate
        {
            public static readonly TaskCompletionSource Opened = new();
            public static TaskCompletionSource<int> Ready { get; } = new();
            public static readonly Gate Only = new();
            public readonly TaskCompletionSource Own = new();
            public Task OwnTask => Own.Task;
        }

        public static class Durables
        {
            public static async Task<int> SleepTwiceAsync(this WorkflowContext ctx)
            {
                await ctx.SleepAsync(TimeSpan.FromDays(1));
                return await ctx.CheckpointAsync(1);
            }
        }
        """;

    [Theory]
    [InlineData("await payments.{|DUR0009:ChargeAsync|}(\"a\");")]
    [InlineData("var charge = payments.{|DUR0009:ChargeAsync|}(\"a\"); await charge;")]
    [InlineData("await Task.WhenAll(ctx.SleepAsync(default), payments.{|DUR0009:ChargeAsync|}(\"a\"));")]
    [InlineData("await Task.WhenAll(new[] { \"a\" }.Select(id => payments.{|DUR0009:ChargeAsync|}(id)));")]
    [InlineData("await Task.WhenAll(new[] { \"a\" }.Select(payments.{|DUR0009:ChargeAsync|}));")]
    [InlineData("await payments.{|DUR0009:RefundAsync|}();")]
    [InlineData("await payments.{|DUR0009:Ready|};")]
    [InlineData("await gateway.{|DUR0009:SendAsync|}();")]
    [InlineData("await client.{|DUR0009:CancelAsync|}(\"a\");")]
    [InlineData("await channel.Reader.{|DUR0009:ReadAsync|}();")]
    [InlineData("await channel.Reader.{|DUR0009:Completion|};")]
    [InlineData("await foreach (var item in channel.Reader.{|DUR0009:ReadAllAsync|}()) { }")]
    [InlineData("await Gate.Opened.{|DUR0009:Task|};")]
    [InlineData("await Gate.Ready.{|DUR0009:Task|}; await (Gate.Ready!).{|DUR0009:Task|}.WaitAsync(ctx.CancellationToken);")]
    [InlineData("await Gate.Only.Own.{|DUR0009:Task|}; var kept = Gate.Only.Own.{|DUR0009:Task|}; await kept;")]
    public Task Await_OfWhatIsNotDurable_Reports(string statement) => Verify.ReportsAsync(InHelper(statement) + Services);

    [Theory]
    [InlineData("await ctx.SleepAsync(TimeSpan.FromDays(1));")]
    [InlineData("await ctx.SleepTwiceAsync();")]
    [InlineData("await PayAsync();")]
    [InlineData("var pay = PayAsync(); await pay;")]
    [InlineData("await Task.WhenAll(PayAsync(), ctx.CheckpointAsync(1));")]
    [InlineData("var tasks = new List<Task<int>>(); tasks.Add(PayAsync()); var first = await Task.WhenAny(tasks); await first;")]
    [InlineData("await Task.WhenAll(Enumerable.Range(1, 3).Select(_ => PayAsync()));")]
    [InlineData("await foreach (var done in Task.WhenEach(PayAsync(), PayAsync())) { await done; }")]
    [InlineData("await Task.CompletedTask; await Task.FromResult(1); await Task.FromException(new InvalidOperationException());")]
    [InlineData("await Task.Yield();")]
    [InlineData("await new ValueTask(PayAsync()); await new ValueTask<int>(1); await ValueTask.CompletedTask;")]
    [InlineData("await PayAsync().WaitAsync(ctx.CancellationToken); await PayAsync().ConfigureAwait(true);")]
    [InlineData("var done = new TaskCompletionSource<int>(); done.SetResult(1); await done.Task;")]
    [InlineData("await WaitAsync(new()); async Task WaitAsync(TaskCompletionSource given) { given.TrySetResult(); await given.Task; }")]
    [InlineData("var gate = new Gate(); gate.Own.TrySetResult(); await gate.Own.Task; await gate.OwnTask;")]
    [InlineData("Gate.Ready.TrySetResult(1);")]
    [InlineData("await using var hold = await ctx.LockAsync(\"a\");")]
    [InlineData("await LocalAsync(); async Task LocalAsync() => await PayAsync();")]
    [InlineData("Func<Task> pay = async () => await PayAsync(); await pay();")]
    [InlineData("await ctx.DetachedAsync(async () => await PayAsync());")]
    [InlineData("await ctx.ScopeAsync(\"a\", () => PayAsync());")]
    [InlineData("await foreach (var item in ItemsAsync()) { } async IAsyncEnumerable<int> ItemsAsync() { yield return await PayAsync(); }")]
    public Task Await_OfWhatIsDurable_DoesNotReport(string statement) => Verify.ReportsAsync(InHelper(statement) + Services);

    [Fact]
    public Task Await_InsideAHelper_ReportsAtTheCall() => Verify.ReportsAsync(
        """
        [Workflow]
        public partial class OrderWorkflow
        {
            public async Task RunAsync(WorkflowContext ctx) => await {|DUR0009:Notices.SendAsync|}(ctx, "a");
        }
        """,
        """
        public interface IMail { Task SendAsync(string text); }

        public static class Notices
        {
            public static IMail Mail { get; } = null!;

            public static Task SendAsync(WorkflowContext ctx, string text) => Mail.SendAsync(text + ctx.RunId);
        }
        """);

    // In a helper with parameters, for what a constructor is given is the business of another rule.
    private static string InHelper(string statement) => $$"""
        using System.Linq;
        using System.Threading.Channels;

        [Workflow]
        public partial class OrderWorkflow
        {
            public async Task RunAsync(WorkflowContext ctx) => await HelpAsync(ctx, null!, null!, null!, null!);

            private async Task HelpAsync(WorkflowContext ctx, IPayments payments, Gateway gateway, DurableClient client, Channel<int> channel)
            {
                await PayAsync();
                {{statement}}
            }

            [Step] protected virtual Task<int> PayAsync() => Task.FromResult(1);
        }

        """;
}
