using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests.Determinism;

public sealed class ContextFixTests // where fixes get the context from
{
    [Fact]
    public Task Clock_InAClassThatHoldsTheContext_UsesIt() => VerifyFix.FixesAsync(
        "DUR0001",
        """
        [Workflow]
        public partial class OrderWorkflow
        {
            private WorkflowContext? _context;

            public Task RunAsync(WorkflowContext ctx)
            {
                _context = ctx;
                return Task.FromResult(Deadline);
            }

            private DateTimeOffset Deadline => DateTimeOffset.UtcNow;
        }
        """,
        """
        [Workflow]
        public partial class OrderWorkflow
        {
            private WorkflowContext? _context;

            public Task RunAsync(WorkflowContext ctx)
            {
                _context = ctx;
                return Task.FromResult(Deadline);
            }

            private DateTimeOffset Deadline => _context!.Now();
        }
        """);

    [Theory]
    [InlineData("private readonly DateTime _begin = DateTime.UtcNow;", "_begin")]
    [InlineData("private readonly Func<DateTime> _begin = () => DateTime.UtcNow;", "_begin()")]
    [InlineData("private DateTime Begin { get; } = DateTime.UtcNow;", "Begin")]
    [InlineData("private readonly DateTime _begin; public OrderWorkflow() => _begin = DateTime.UtcNow;", "_begin")]
    [InlineData("private readonly DateTime _begin; public OrderWorkflow() => _begin = Now(); private DateTime Now() => DateTime.UtcNow;", "_begin")]
    public Task Clock_ReadBeforeAFieldHoldsTheContext_OffersNoFix(string member, string use) => VerifyFix.OffersNothingAsync("DUR0001", $$"""
        [Workflow]
        public partial class OrderWorkflow
        {
            private WorkflowContext? _context;
            {{member}}

            public Task RunAsync(WorkflowContext ctx)
            {
                _context = ctx;
                return ctx.CheckpointAsync({{use}});
            }

            private string? Id => _context?.RunId;
        }
        """);

    [Theory]
    [InlineData("internal", true)]
    [InlineData("private", false)]
    public async Task Helper_ThatAnotherProjectMayCall_OffersNoFix(string accessibility, bool isSeen)
    {
        var source = $$"""
            [assembly: System.Runtime.CompilerServices.InternalsVisibleTo("Tests")]

            [Workflow]
            public partial class OrderWorkflow
            {
                public Task RunAsync(WorkflowContext ctx) => Task.FromResult(Deadline());

                {{accessibility}} DateTimeOffset Deadline() => DateTimeOffset.UtcNow;
            }
            """;
        if (isSeen)
        {
            await VerifyFix.OffersNothingAsync("DUR0001", source);
        }
        else
        {
            await VerifyFix.FixesAsync("DUR0001", source, source
                .Replace("Deadline());", "Deadline(ctx));", StringComparison.Ordinal)
                .Replace("Deadline() => DateTimeOffset.UtcNow", "Deadline(WorkflowContext ctx) => ctx.Now()", StringComparison.Ordinal));
        }
    }
}
