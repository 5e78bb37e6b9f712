using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests.Shape;

public sealed class SharedDependencyTests // DUR1026
{
    private const string EntityFramework = """
        namespace Microsoft.EntityFrameworkCore
        {
            public class DbContext;
            public interface IDbContextFactory<T> where T : DbContext;
        }

        namespace Shop
        {
            public class OrdersContext : Microsoft.EntityFrameworkCore.DbContext;
        }
        """;

    [Theory]
    [InlineData("Shop.OrdersContext")]
    [InlineData("Shop.OrdersContext?")]
    [InlineData("Microsoft.EntityFrameworkCore.DbContext")]
    [InlineData("System.Data.Common.DbConnection")]
    [InlineData("System.Data.IDbConnection")]
    public Task Constructor_TakesWhatMustNotBeShared_Reports(string type) => WorkflowAsync($"{{|DUR1026:{type} database|}}");

    [Theory]
    [InlineData("Microsoft.EntityFrameworkCore.IDbContextFactory<Shop.OrdersContext> databases")]
    [InlineData("System.Data.Common.DbDataSource databases")]
    [InlineData("IServiceProvider services")]
    public Task Constructor_TakesWhatMayBeShared_DoesNotReport(string parameter) => WorkflowAsync(parameter);

    [Fact]
    public Task Step_TakesItFromServices_DoesNotReport() => Verify.ReportsAsync(
        """
        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => SaveAsync();

            [Step(Compensate = nameof(Undo))] protected virtual Task SaveAsync([FromServices] Shop.OrdersContext database = null!) => Task.FromResult(database);
            private Task Undo([FromServices] Shop.OrdersContext other) => Task.FromResult(other);
        }
        """,
        EntityFramework);

    [Fact]
    public Task Constructor_OfAnotherClass_DoesNotReport() => Verify.ReportsAsync(
        "public class Orders(Shop.OrdersContext database) { public object Database => database; }", EntityFramework);

    [Fact]
    public Task Constructor_NotTheOneThatIsCalled_DoesNotReport() => Verify.ReportsAsync(
        """
        [Workflow]
        public partial class OrderWorkflow
        {
            public OrderWorkflow(Shop.OrdersContext database) { }
            public OrderWorkflow(IServiceProvider services, TimeProvider time) { }
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
        }
        """,
        EntityFramework);

    private static Task WorkflowAsync(string parameter) => Verify.ReportsAsync(
        $$"""
        [Workflow]
        public partial class OrderWorkflow({{parameter}})
        {
            public Task RunAsync(WorkflowContext ctx) => SaveAsync();
            [Step] protected virtual Task SaveAsync() => Task.FromResult({{parameter.TrimEnd('|', '}').Split(' ')[^1]}});
        }
        """,
        EntityFramework);
}
