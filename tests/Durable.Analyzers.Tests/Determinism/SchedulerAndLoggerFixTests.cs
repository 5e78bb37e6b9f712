using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests.Determinism;

public sealed class SchedulerAndLoggerFixTests // DUR0006, DUR0016
{
    [Fact]
    public Task ConfigureAwait_Fixed_IsGone() => VerifyFix.FixesAsync(
        "DUR0006",
        """
        [Workflow]
        public partial class OrderWorkflow
        {
            public async Task RunAsync(WorkflowContext ctx)
            {
                await ctx.SleepAsync(TimeSpan.FromHours(1)).ConfigureAwait(false); // an hour
                var text = (await ctx.CheckpointAsync("a")
                    .ConfigureAwait(continueOnCapturedContext: false)).Length;
                var pending = ShipAsync().ConfigureAwait(false);
                await pending;
                await ShipAsync() /* ship */ .ConfigureAwait(ConfigureAwaitOptions.None);
                await foreach (var number in Numbers().ConfigureAwait(false)) { text += number; }
            }

            private static async IAsyncEnumerable<int> Numbers() { yield return 1; }

            [Step] protected virtual Task ShipAsync() => Task.CompletedTask;
        }
        """,
        """
        [Workflow]
        public partial class OrderWorkflow
        {
            public async Task RunAsync(WorkflowContext ctx)
            {
                await ctx.SleepAsync(TimeSpan.FromHours(1)); // an hour
                var text = (await ctx.CheckpointAsync("a")).Length;
                var pending = ShipAsync();
                await pending;
                await ShipAsync() /* ship */ ;
                await foreach (var number in Numbers()) { text += number; }
            }

            private static async IAsyncEnumerable<int> Numbers() { yield return 1; }

            [Step] protected virtual Task ShipAsync() => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task ConfigureAwait_WhoseTypeIsWrittenDown_OffersNoFix() => VerifyFix.OffersNothingAsync("DUR0006", """
        using System.Runtime.CompilerServices;

        [Workflow]
        public partial class OrderWorkflow
        {
            public async Task RunAsync(WorkflowContext ctx)
            {
                ConfiguredTaskAwaitable pending = ctx.SleepAsync(default).ConfigureAwait(false);
                await pending;
            }
        }
        """);

    [Fact]
    public Task Loggers_Fixed_AreTheRuns() => VerifyFix.FixesAsync(
        "DUR0016",
        """
        using Microsoft.Extensions.Logging;

        [Workflow]
        public partial class OrderWorkflow(ILogger<OrderWorkflow> logger)
        {
            private readonly ILogger _log = logger;

            public async Task RunAsync(WorkflowContext workflow)
            {
                logger.LogInformation("Began {Run}", workflow.RunId); // begin
                /* warn */ this._log.LogWarning("Hm");
                Write(_log);
                if (_log.IsEnabled(LogLevel.Debug)) { await workflow.SleepAsync(TimeSpan.Zero); }
            }

            private static void Write(ILogger log) => log.LogInformation("x");
        }
        """,
        """
        using Microsoft.Extensions.Logging;

        [Workflow]
        public partial class OrderWorkflow(ILogger<OrderWorkflow> logger)
        {
            private readonly ILogger _log = logger;

            public async Task RunAsync(WorkflowContext workflow)
            {
                workflow.Logger.LogInformation("Began {Run}", workflow.RunId); // begin
                /* warn */ workflow.Logger.LogWarning("Hm");
                Write(workflow.Logger);
                if (workflow.Logger.IsEnabled(LogLevel.Debug)) { await workflow.SleepAsync(TimeSpan.Zero); }
            }

            private static void Write(ILogger log) => log.LogInformation("x");
        }
        """);

    [Fact]
    public Task Logger_WantedWithItsCategory_OffersNoFix() => VerifyFix.OffersNothingAsync("DUR0016", """
        using Microsoft.Extensions.Logging;

        [Workflow]
        public partial class OrderWorkflow(ILogger<OrderWorkflow> logger)
        {
            public Task RunAsync(WorkflowContext ctx) => Task.FromResult(Use(logger));
            private static int Use(ILogger<OrderWorkflow> log) => log is null ? 1 : 2;
        }
        """);
}
