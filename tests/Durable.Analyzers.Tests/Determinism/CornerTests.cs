using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests.Determinism;

/// <summary>Shapes of code that are seldom written, each on one side of a rule or the other.</summary>
public sealed class CornerTests
{
    [Fact]
    public Task TasksOfALibrary_KeptBeforeTheyAreAwaited_Report() => Verify.ReportsAsync(Body.With("""
        var ticking = {|DUR0009:NodaTime.Clocks.Ticking|};
        var ticked = {|DUR0009:NodaTime.Clocks.Ticked|};
        await Task.WhenAll(ticking, ticked);
        """));

    [Fact]
    public Task AbstractTasksOfTheClassItself_AreThoseOfItsOverrides() => Verify.ReportsAsync(
        """
        [Workflow]
        public partial class OrderWorkflow : Template
        {
            public async Task RunAsync(WorkflowContext ctx) { await GoAsync(); await {|DUR0020:DropAsync|}(); }
            protected override Task BeginAsync() => BillAsync();
            protected override Task End => BillAsync();
            [Step] protected override Task BillAsync() => Task.CompletedTask;
        }
        """,
        """
        public abstract class Template
        {
            protected async Task GoAsync() { await BeginAsync(); await End; }
            protected Task DropAsync() { BillAsync(); return Task.CompletedTask; }
            protected abstract Task BeginAsync();
            protected abstract Task End { get; }
            [Step] protected abstract Task BillAsync();
        }
        """);

    [Theory]
    [InlineData("_ = {|DUR0002:new Maker|}(1);")]
    [InlineData("_ = {|DUR0001:new Derived|}();")]
    [InlineData("using ({|DUR0001:new Closing|}()) { }")]
    [InlineData("await using ({|DUR0001:new ClosingLater|}()) { }")]
    [InlineData("await using ({|DUR0001:new ClosingByShape|}()) { }")]
    [InlineData("await using ({|DUR0001:new HiddenLater|}()) { }")]
    [InlineData("using var {|DUR0001:closing|} = new Hidden(); _ = closing.ToString();")]
    [InlineData("using (null) { }")]
    [InlineData("using ({|DUR0001:new Guard|}()) { }")]
    [InlineData("_ = new Sizes() is {|DUR0001:[1, ..]|};")]
    [InlineData("_ = ctx.Now().Ticks > {|DUR0014:Log.Count|} && {|DUR0016:Log.Writer|} is null;")]
    [InlineData("_ = new Calm(null!).Count();")]
    public Task CodeThatTheLanguageRuns_ReportsOrNot(string statement) => Verify.ReportsAsync(
        Body.With(statement),
        """
        using Microsoft.Extensions.Logging;

        public class Maker { private readonly Guid _id = Guid.NewGuid(); public Maker() { } public Maker(int n) : this() { _ = _id; } }
        public class Basis(DateTime at) { public DateTime At => at; }
        public class Derived() : Basis(DateTime.Now);
        public sealed class Closing : IDisposable { public void Dispose() => _ = DateTime.Now; }
        public sealed class ClosingLater : IAsyncDisposable { public ValueTask DisposeAsync() { _ = DateTime.Now; return default; } }
        public sealed class Hidden : IDisposable { void IDisposable.Dispose() => _ = DateTime.Now; }
        public sealed class ClosingByShape { public ValueTask DisposeAsync() { _ = DateTime.Now; return default; } }
        public sealed class HiddenLater : IAsyncDisposable { ValueTask IAsyncDisposable.DisposeAsync() { _ = DateTime.Now; return default; } }
        public ref struct Guard { public void Dispose() => _ = DateTime.Now; }
        public sealed class Sizes { public int Length => DateTime.Now.Day; public int this[int n] => n; public Sizes this[Range range] => this; }
        public sealed class Writer : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
            public bool IsEnabled(LogLevel logLevel) => true;
            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) { }
        }

        public static class Log { public static int Count; public static readonly Writer Writer = new(); }
        public interface IMail { int Count { get; } }
        public sealed class Calm(IMail mail) { private readonly IMail _mail = mail; public int Count() => _mail.Count; }
        """);

    [Theory]
    [InlineData("Items(); async IAsyncEnumerable<int> Items() { yield return await PayAsync(); }")]
    [InlineData("await ctx.StepAsync(\"a\", async _ => { await Task.Yield(); async Task NeverAsync() => await ctx.SleepAsync(default); });")]
    [InlineData("_at = ctx.Now();", "private DateTimeOffset _at = DateTimeOffset.Now;")]
    [InlineData("_ = new Npgsql.Mine();", "")]
    public Task CodeThatOnlyLooksLikeIt_DoesNotReport(string statement, string members = "") => Verify.ReportsAsync(
        Body.With(statement, members), "namespace Npgsql { public sealed class Mine; }");

    [Fact]
    public Task DroppedTask_BehindAConversion_Reports() => Verify.ReportsAsync(Body.With("_ = (object){|DUR0020:PayAsync|}();"));

    [Fact]
    public Task InjectedService_UsedInOtherWays_Reports() => Verify.ReportsAsync("""
        public interface IMail { Task SendAsync(); }
        public sealed class Store { public int Count = 1; }

        [Workflow]
        public partial class OrderWorkflow(IMail? mail, Store store)
        {
            public async Task RunAsync(WorkflowContext ctx)
            {
                await ctx.SleepAsync(TimeSpan.FromHours({|DUR0015:store.Count|}));
                await (mail?{|DUR0015:.SendAsync|}() ?? ctx.SleepAsync(default));
                await UseAsync();
            }

            [Step] protected virtual Task UseAsync() => Task.FromResult((mail, store));
        }
        """);

    [Fact]
    public Task PlatformsLibraries_AreKnownAtTheStrictLevel() => Verify.ReportsWithAsync(
        new Config(("durable.determinism", "strict")), Body.With("_ = Microsoft.Extensions.Options.Options.Create(\"a\");"));
}
