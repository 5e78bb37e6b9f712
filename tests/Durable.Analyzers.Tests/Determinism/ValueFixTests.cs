using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests.Determinism;

public sealed class ValueFixTests // DUR0001 to DUR0004
{
    [Fact]
    public Task Clock_Fixed_ReadsTheTimeOfTheRun() => VerifyFix.FixesAsync(
        "DUR0001",
        """
        using static System.DateTime;
        using Clock = System.DateTimeOffset;

        [Workflow]
        public partial class OrderWorkflow(TimeProvider time)
        {
            public async Task RunAsync(WorkflowContext workflow)
            {
                var start = /* now */ DateTime.UtcNow; // the start
                if (DateTime.Now.Hour > 17 || System.DateTime.Today == start.Date)
                {
                    await workflow.SleepUntilAsync(Clock.UtcNow
                        .AddDays(1));
                }

                var both = (First: Now, Clock.Now, TimeProvider.System.GetUtcNow(), time.GetUtcNow(), TimeProvider.System.GetLocalNow().Date);
                Func<DateTime> later = () => DateTime.UtcNow;
                Func<WorkflowContext, DateTimeOffset> inner = other => DateTimeOffset.UtcNow;
                await workflow.CheckpointAsync(Local() + Static(workflow).Offset + (both.First - later()));

                TimeSpan Local() => DateTimeOffset.Now.Offset;
                static Clock Static(WorkflowContext @event) => Clock.UtcNow;
            }
        }
        """,
        """
        using static System.DateTime;
        using Clock = System.DateTimeOffset;

        [Workflow]
        public partial class OrderWorkflow(TimeProvider time)
        {
            public async Task RunAsync(WorkflowContext workflow)
            {
                var start = /* now */ workflow.Now().UtcDateTime; // the start
                if (workflow.Now().LocalDateTime.Hour > 17 || workflow.Now().LocalDateTime.Date == start.Date)
                {
                    await workflow.SleepUntilAsync(workflow.Now()
                        .AddDays(1));
                }

                var both = (First: workflow.Now().LocalDateTime, workflow.Now().ToLocalTime(), workflow.Now(), workflow.Now(), workflow.Now().ToLocalTime().Date);
                Func<DateTime> later = () => workflow.Now().UtcDateTime;
                Func<WorkflowContext, DateTimeOffset> inner = other => other.Now();
                await workflow.CheckpointAsync(Local() + Static(workflow).Offset + (both.First - later()));

                TimeSpan Local() => workflow.Now().ToLocalTime().Offset;
                static Clock Static(WorkflowContext @event) => @event.Now();
            }
        }
        """);

    [Theory]
    [InlineData("DateTime.UtcNow", "Use 'ctx.Now().UtcDateTime'")]
    [InlineData("DateTime.Now", "Use 'ctx.Now().LocalDateTime' (local time, as before)")]
    [InlineData("DateTime.Today", "Use 'ctx.Now().LocalDateTime.Date' (local time, as before)")]
    [InlineData("DateTimeOffset.UtcNow", "Use 'ctx.Now()'")]
    [InlineData("DateTimeOffset.Now", "Use 'ctx.Now().ToLocalTime()' (local time, as before)")]
    public async Task ClockTitle_SaysWhatStaysLocal(string clock, string title) =>
        Assert.Equal(title, await VerifyFix.TitleAsync("DUR0001", InBody($"object value = {clock};")));

    [Theory]
    [InlineData("object value = Environment.TickCount64;")]
    [InlineData("object value = System.Diagnostics.Stopwatch.StartNew();")]
    [InlineData("object? value = ((TimeProvider?)null)?.GetUtcNow();")]
    [InlineData("Func<DateTimeOffset> value = TimeProvider.System.GetUtcNow;")]
    [InlineData("object value = new Zoned().GetLocalNow();")]
    [InlineData("static DateTime Static() => DateTime.UtcNow; object value = Static();")]
    [InlineData("Func<int, DateTime> value = static ctx => DateTime.UtcNow;")]
    [InlineData("Func<int, Func<DateTime>> value = static x => () => DateTime.UtcNow;")]
    public Task Clock_WithoutACounterpartOrContext_OffersNoFix(string statement) => VerifyFix.OffersNothingAsync("DUR0001", InBody(statement) + "public sealed class Zoned : TimeProvider;");

    [Fact]
    public Task Clock_InAHelper_IsOfferedTheContextAsAParameter() => VerifyFix.FixesAsync(
        "DUR0001",
        """
        [Workflow]
        public partial class OrderWorkflow
        {
            public async Task RunAsync(WorkflowContext ctx)
            {
                await ctx.SleepUntilAsync(Deadline(1, /* name */ unit: "d"));
                await ctx.SleepUntilAsync(this.Deadline(2, "h"));
                await ctx.SleepUntilAsync(Plain());
            }

            [Query] public DateTimeOffset Time() => DateTimeOffset.UtcNow;

            private DateTimeOffset Deadline(int amount, string unit) =>
                unit == nameof(Deadline) ? DateTimeOffset.UtcNow : DateTimeOffset.UtcNow.AddDays(amount);

            private static DateTimeOffset Plain()
            {
                var ctx = DateTimeOffset.UtcNow;
                return ctx;
            }
        }
        """,
        """
        [Workflow]
        public partial class OrderWorkflow
        {
            public async Task RunAsync(WorkflowContext ctx)
            {
                await ctx.SleepUntilAsync(Deadline(ctx, 1, /* name */ unit: "d"));
                await ctx.SleepUntilAsync(this.Deadline(ctx, 2, "h"));
                await ctx.SleepUntilAsync(Plain(ctx));
            }

            [Query] public DateTimeOffset Time(WorkflowContext ctx) => ctx.Now();

            private DateTimeOffset Deadline(WorkflowContext ctx, int amount, string unit) =>
                unit == nameof(Deadline) ? ctx.Now() : ctx.Now().AddDays(amount);

            private static DateTimeOffset Plain(WorkflowContext context)
            {
                var ctx = context.Now();
                return ctx;
            }
        }
        """);

    [Fact]
    public async Task NewParameter_IsNamedInTheTitle() => Assert.Equal(
        "Use 'ctx.Now()'; 'Deadline' takes the context as a new parameter",
        await VerifyFix.TitleAsync("DUR0001", """
            [Workflow]
            public partial class OrderWorkflow
            {
                public Task RunAsync(WorkflowContext ctx) => Task.FromResult(Deadline());
                private DateTimeOffset Deadline() => DateTimeOffset.UtcNow;
            }
            """));

    [Theory]
    [InlineData("public DateTimeOffset Deadline() => DateTimeOffset.UtcNow;", "Deadline()")]
    [InlineData("protected virtual DateTimeOffset Deadline() => DateTimeOffset.UtcNow;", "Deadline()")]
    [InlineData("private DateTimeOffset Deadline() => DateTimeOffset.UtcNow;", "new Func<DateTimeOffset>(Deadline)")]
    [InlineData("private static DateTimeOffset Deadline() => DateTimeOffset.UtcNow; private static DateTimeOffset Via() => Deadline();", "Via()")]
    [InlineData("private static DateTimeOffset Deadline() { string ctx = \"\", context = \"\", workflowContext = \"\"; _ = ctx + context + workflowContext; return DateTimeOffset.UtcNow; }", "Deadline()")]
    [InlineData("private DateTimeOffset Deadline { get => DateTimeOffset.UtcNow; }", "Deadline")]
    public Task Helper_ThatCannotTakeTheContext_OffersNoFix(string helper, string use) => VerifyFix.OffersNothingAsync("DUR0001", $$"""
        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.FromResult({{use}});
            {{helper}}
        }
        """);

    [Fact]
    public Task Ids_Fixed_AreDrawnFromTheRun() => VerifyFix.FixesAsync(
        "DUR0002",
        """
        using static System.Guid;

        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx)
            {
                Func<Guid> make = Guid.NewGuid;
                return Task.FromResult((make(), NewGuid(), Guid.NewGuid( /* none */ ).ToString("N"), Guid.CreateVersion7()));
            }
        }
        """,
        """
        using static System.Guid;

        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx)
            {
                Func<Guid> make = ctx.NewGuid;
                return Task.FromResult((make(), ctx.NewGuid(), ctx.NewGuid( /* none */ ).ToString("N"), ctx.NewGuid()));
            }
        }
        """);

    [Theory]
    [InlineData("Guid.NewGuid()", "Use 'ctx.NewGuid'")]
    [InlineData("Guid.CreateVersion7()", "Use 'ctx.NewGuid' (a random id, no longer ordered by time)")]
    public async Task IdTitle_SaysWhatChanges(string id, string title) =>
        Assert.Equal(title, await VerifyFix.TitleAsync("DUR0002", InBody($"object value = {id};")));

    [Fact]
    public Task IdOfAGivenTime_OffersNoFix() => VerifyFix.OffersNothingAsync("DUR0002", InBody("object value = Guid.CreateVersion7(ctx.Now());"));

    [Fact]
    public Task Chance_Fixed_IsDrawnFromTheRun() => VerifyFix.FixesAsync(
        "DUR0003",
        """
        using System.Security.Cryptography;

        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx)
            {
                Random dice = new();
                var other = new Random();
                int[] items = [1, 2];
                RandomNumberGenerator.Shuffle<int>(items);
                RandomNumberGenerator.Fill(new byte[2]);
                return Task.FromResult((dice, other, Random.Shared.Next(6), new Random().NextDouble(), RandomNumberGenerator.GetInt32(1, 6), System.IO.Path.GetRandomFileName()));
            }
        }
        """,
        """
        using System.Security.Cryptography;

        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx)
            {
                Random dice = ctx.Random();
                var other = ctx.Random();
                int[] items = [1, 2];
                ctx.Random().Shuffle<int>(items);
                ctx.Random().NextBytes(new byte[2]);
                return Task.FromResult((dice, other, ctx.Random().Next(6), ctx.Random().NextDouble(), ctx.Random().Next(1, 6), ctx.NewGuid().ToString("N")));
            }
        }
        """);

    [Fact]
    public async Task CryptographicChance_TitleWarns() => Assert.Equal(
        "Use 'ctx.Random().Next' (predictable, not for secrets)",
        await VerifyFix.TitleAsync("DUR0003", InBody("object value = System.Security.Cryptography.RandomNumberGenerator.GetInt32(6);")));

    [Theory]
    [InlineData("object value = System.Security.Cryptography.RandomNumberGenerator.Create();")]
    [InlineData("object value = System.Security.Cryptography.RandomNumberGenerator.GetBytes(16);")]
    [InlineData("object value = System.IO.Path.GetTempFileName();")]
    public Task Chance_WithoutACounterpart_OffersNoFix(string statement) => VerifyFix.OffersNothingAsync("DUR0003", InBody(statement));

    [Fact]
    public Task Timers_Fixed_SleepDurably() => VerifyFix.FixesAsync(
        "DUR0004",
        """
        namespace Shop
        {
            [Workflow]
            public partial class OrderWorkflow
            {
                public async Task RunAsync(WorkflowContext ctx, int count)
                {
                    // Give it a moment.
                    await Task.Delay(500); // half a second
                    await Task.Delay(TimeSpan.FromMinutes(count), ctx.CancellationToken);
                    await System.Threading.Tasks.Task.Delay(cancellationToken: ctx.CancellationToken, millisecondsDelay: count * 10);
                    await Task.Delay(TimeSpan.FromDays(1), TimeProvider.System);
                    await Task.WhenAny(Task.Delay(5), ctx.WaitUntilAsync(() => count > 1));
                    Thread.Sleep(1000);
                    Thread.Sleep(TimeSpan.FromSeconds(count));
                    Func<Task> later = async () => { Thread.Sleep(1); };
                    await later();
                }
            }
        }
        """,
        """
        namespace Shop
        {
            [Workflow]
            public partial class OrderWorkflow
            {
                public async Task RunAsync(WorkflowContext ctx, int count)
                {
                    // Give it a moment.
                    await ctx.SleepAsync(TimeSpan.FromMilliseconds(500)); // half a second
                    await ctx.SleepAsync(TimeSpan.FromMinutes(count), ctx.CancellationToken);
                    await ctx.SleepAsync(TimeSpan.FromMilliseconds(count * 10), ctx.CancellationToken);
                    await ctx.SleepAsync(TimeSpan.FromDays(1));
                    await Task.WhenAny(ctx.SleepAsync(TimeSpan.FromMilliseconds(5)), ctx.WaitUntilAsync(() => count > 1));
                    await ctx.SleepAsync(TimeSpan.FromMilliseconds(1000));
                    await ctx.SleepAsync(TimeSpan.FromSeconds(count));
                    Func<Task> later = async () => { await ctx.SleepAsync(TimeSpan.FromMilliseconds(1)); };
                    await later();
                }
            }
        }
        """);

    [Theory]
    [InlineData("await Task.Delay(-1);")]
    [InlineData("await Task.Delay(Timeout.Infinite);")]
    [InlineData("await Task.Delay(Timeout.InfiniteTimeSpan);")]
    [InlineData("Action wait = () => Thread.Sleep(5);")]
    [InlineData("Action wait = () => { Thread.Sleep(5); };")]
    [InlineData("using var source = new CancellationTokenSource(5);")]
    [InlineData("await ctx.SleepAsync(default).WaitAsync(TimeSpan.FromSeconds(1));")]
    [InlineData("Func<int, Task> wait = Task.Delay;")]
    public Task Timer_WithoutACounterpart_OffersNoFix(string statement) => VerifyFix.OffersNothingAsync("DUR0004", InBody(statement));

    [Fact]
    public Task NamesOfOtherTypes_AreQualifiedWhereNeeded() => VerifyFix.FixesAsync(
        "DUR0004",
        """
        [Workflow]
        public partial class OrderWorkflow
        {
            private struct TimeSpan;

            public async Task RunAsync(WorkflowContext ctx) => await Task.Delay(5);
        }
        """,
        """
        [Workflow]
        public partial class OrderWorkflow
        {
            private struct TimeSpan;

            public async Task RunAsync(WorkflowContext ctx) => await ctx.SleepAsync(System.TimeSpan.FromMilliseconds(5));
        }
        """);

    [Fact]
    public Task Report_OfWhatStandsInAHelperElsewhere_OffersNoFixAtTheCall() => VerifyFix.OffersNothingAsync("DUR0001", """
        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.FromResult(Clock.Read());
        }

        public static class Clock { public static DateTime Read() => DateTime.UtcNow; }
        """);

    [Fact]
    public Task Clocks_OfSeveralFilesAndProjects_AreFixedAsFarAsAsked() => VerifyFix.FixesSolutionAsync(
        "DUR0001",
        Clock("First", "DateTimeOffset.UtcNow"),
        Clock("First", "ctx.Now()"),
        Clock("Second", "DateTime.Now"),
        Clock("Second", "ctx.Now().LocalDateTime"));

    private static string Clock(string name, string read) => $$"""
        [Workflow]
        public partial class {{name}}Workflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.FromResult({{read}});
        }
        """;

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
