using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests.Determinism;

/// <summary>Values that differ each time: clocks, ids, chance, timers.</summary>
public sealed class ValueTests // DUR0001 to DUR0004
{
    [Theory]
    [InlineData("{|DUR0001:DateTime.Now|}")]
    [InlineData("{|DUR0001:DateTime.UtcNow|}")]
    [InlineData("{|DUR0001:DateTime.Today|}")]
    [InlineData("{|DUR0001:System.DateTime.Now|}.AddDays(1)")]
    [InlineData("{|DUR0001:global::System.DateTime.Now|}")]
    [InlineData("{|DUR0001:DateTimeOffset.Now|}")]
    [InlineData("{|DUR0001:DateTimeOffset.UtcNow|}.Date")]
    [InlineData("TimeProvider.System.{|DUR0001:GetUtcNow|}()")]
    [InlineData("TimeProvider.System.{|DUR0001:GetLocalNow|}()")]
    [InlineData("TimeProvider.System.{|DUR0001:GetTimestamp|}()")]
    [InlineData("TimeProvider.System.{|DUR0001:GetElapsedTime|}(5)")]
    [InlineData("{|DUR0001:System.Diagnostics.Stopwatch.StartNew|}()")]
    [InlineData("{|DUR0001:new System.Diagnostics.Stopwatch|}()")]
    [InlineData("{|DUR0001:System.Diagnostics.Stopwatch.GetTimestamp|}()")]
    [InlineData("{|DUR0001:Environment.TickCount|}")]
    [InlineData("{|DUR0001:Environment.TickCount64|}")]
    [InlineData("{|DUR0002:Guid.NewGuid|}()")]
    [InlineData("{|DUR0002:Guid.CreateVersion7|}()")]
    [InlineData("{|DUR0002:Guid.CreateVersion7|}(ctx.Now())")]
    [InlineData("new Func<Guid>({|DUR0002:Guid.NewGuid|})")]
    [InlineData("{|DUR0003:new Random|}()")]
    [InlineData("{|DUR0003:new Random|}().Next()")]
    [InlineData("{|DUR0003:Random.Shared|}.Next()")]
    [InlineData("{|DUR0003:System.Security.Cryptography.RandomNumberGenerator.GetInt32|}(5)")]
    [InlineData("{|DUR0003:System.Security.Cryptography.RandomNumberGenerator.Create|}()")]
    [InlineData("{|DUR0003:System.IO.Path.GetRandomFileName|}()")]
    [InlineData("{|DUR0003:System.IO.Path.GetTempFileName|}()")]
    [InlineData("new Random({|DUR0001:Environment.TickCount|})")]
    [InlineData("{|DUR0004:Task.Delay|}(5)")]
    [InlineData("{|DUR0004:Task.Delay|}(TimeSpan.FromDays(1), ctx.CancellationToken)")]
    [InlineData("ctx.SleepAsync(default).{|DUR0004:WaitAsync|}(TimeSpan.FromSeconds(1))")]
    [InlineData("ctx.CheckpointAsync(1).{|DUR0004:WaitAsync|}(TimeSpan.FromSeconds(1), ctx.CancellationToken)")]
    [InlineData("{|DUR0004:new CancellationTokenSource|}(TimeSpan.FromSeconds(1))")]
    [InlineData("{|DUR0004:new CancellationTokenSource|}(500)")]
    [InlineData("{|DUR0004:new Timer|}(_ => { })")]
    [InlineData("{|DUR0004:new PeriodicTimer|}(TimeSpan.FromSeconds(1))")]
    [InlineData("{|DUR0004:new System.Timers.Timer|}(5)")]
    [InlineData("TimeProvider.System.{|DUR0004:CreateTimer|}(_ => { }, null, default, default)")]
    public Task Value_ThatDiffersOnReplay_Reports(string expression) => Verify.ReportsAsync(InBody($"object value = {expression};"));

    [Theory]
    [InlineData("Thread.Sleep(5);", "Thread.Sleep")]
    [InlineData("new CancellationTokenSource().CancelAfter(5);", "CancelAfter")]
    public Task Statement_ThatWaits_Reports(string statement, string reported) =>
        Verify.ReportsAsync(InBody(statement.Replace(reported, $"{{|DUR0004:{reported}|}}", StringComparison.Ordinal)));

    [Theory]
    [InlineData("ctx.Now()")]
    [InlineData("ctx.NewGuid()")]
    [InlineData("ctx.Random().Next()")]
    [InlineData("new Random(42).Next()")]
    [InlineData("new Random(ctx.RunId.Length)")]
    [InlineData("DateTime.MinValue")]
    [InlineData("new DateTime(2026, 1, 1)")]
    [InlineData("DateTimeOffset.UnixEpoch")]
    [InlineData("nameof(DateTime.Now) + nameof(Guid.NewGuid)")]
    [InlineData("typeof(Random)")]
    [InlineData("Guid.Empty")]
    [InlineData("Guid.Parse(\"00000000-0000-0000-0000-000000000001\")")]
    [InlineData("System.Diagnostics.Stopwatch.GetElapsedTime(1, 2)")]
    [InlineData("TimeProvider.System.GetElapsedTime(1, 2)")]
    [InlineData("new CancellationTokenSource()")]
    [InlineData("ctx.SleepAsync(default).WaitAsync(ctx.CancellationToken)")]
    public Task Value_ThatIsTheSameOnReplay_DoesNotReport(string expression) => Verify.ReportsAsync(InBody($"object value = {expression};"));

    [Fact]
    public Task UsingStaticAliasAndTargetTypedNew_AreTheSame() => Verify.ReportsAsync("""
        using static System.DateTime;
        using static System.Guid;
        using Clock = System.DateTimeOffset;
        using Dice = System.Random;

        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx)
            {
                var now = {|DUR0001:Now|};
                var id = {|DUR0002:NewGuid|}();
                var then = {|DUR0001:Clock.UtcNow|};
                Random dice = {|DUR0003:new|}();
                Dice other = {|DUR0003:new Dice|}();
                CancellationTokenSource source = {|DUR0004:new|}(5);
                return Task.FromResult((now, id, then, dice, other, source));
            }
        }
        """);

    [Fact]
    public Task OwnTypesOfTheSameNames_DoNotReport() => Verify.ReportsAsync("""
        namespace Mine;

        public static class DateTime { public static int Now => 1; }
        public static class Guid { public static int NewGuid() => 2; }
        public sealed class Random { public static Random Shared { get; } = new(); }
        public static class Environment { public const int TickCount = 3; }
        public static class Task2 { public static int Delay(int value) => value; }
        public sealed class Stopwatch { public static Stopwatch StartNew() => new(); }

        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.FromResult(
                (DateTime.Now, Guid.NewGuid(), new Random(), Random.Shared, Environment.TickCount, Task2.Delay(1), Stopwatch.StartNew()));
        }
        """);

    private static string InBody(string statement) => $$"""
        [Workflow]
        public partial class OrderWorkflow
        {
            public async Task RunAsync(WorkflowContext ctx)
            {
                await ctx.SleepAsync(TimeSpan.FromHours(1));
                {{statement}}
            }
        }
        """;
}
