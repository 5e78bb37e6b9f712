using Durable.Analyzers.Tests.Harness;
using Durable.Shared;
using Durable.Shared.Shape;

namespace Durable.Analyzers.Tests.Shape;

public sealed class WorkflowShapeTests
{
    [Fact]
    public void Read_CompleteClass_GivesEverythingTheGeneratorNeeds()
    {
        var shape = Read("""
            [Workflow(Version = 3, Queue = "slow")]
            public partial class OrderIntakeWorkflow(IServiceProvider services)
            {
                public static readonly Signal<bool> Approved = new(nameof(Approved));
                public IServiceProvider Services => services;

                public Task<string?> RunAsync(WorkflowContext ctx, int? order) => throw null!;

                [Step("charge", Compensate = nameof(RefundAsync), CompensateOn = CompensateOn.Started, MaxAttempts = 0, RetryDelay = "250ms",
                    Backoff = Backoff.Constant, MaxRetryDelay = "2h", RetryFor = "1d", Jitter = false, Timeout = "30s",
                    NonRetryable = new[] { typeof(FormatException), typeof(TimeoutException) })]
                protected virtual ValueTask<int> ChargeAsync(string id, decimal total, StepContext step, CancellationToken token) => throw null!;
                private static ValueTask RefundAsync(CancellationToken token, int? charge, StepContext step, string id) => throw null!;

                [Step] protected virtual Task ShipAsync() => throw null!;
            }
            """);

        Assert.Empty(shape.Problems);
        Assert.False(shape.HasErrors);
        Assert.Equal(("order-intake", 3, "slow"), (shape.Name, shape.Version, shape.Queue));
        Assert.Equal("services", Assert.Single(shape.Constructor!.Parameters).Name);
        Assert.Equal(("int?", "string?"), (shape.Input!.ToDisplayString(), shape.Result!.ToDisplayString()));
        Assert.Equal("Approved", Assert.Single(shape.Signals).Name);
        Assert.Equal(["charge", "Ship"], shape.Steps.Select(static step => step.Id));

        var charge = shape.Steps[0];
        Assert.Equal(AwaitableKind.ValueTaskOfT, charge.Returns.Kind);
        Assert.Equal("int", charge.Result!.ToDisplayString());
        Assert.Equal(
            [StepParameterKind.Payload, StepParameterKind.Payload, StepParameterKind.StepContext, StepParameterKind.CancellationToken],
            charge.Parameters.Select(static parameter => parameter.Kind));
        Assert.Equal(["FormatException", "TimeoutException"], charge.Policy.NonRetryable.Select(static type => type.Name));
        Assert.Equal(
            new StepPolicyShape(
                0,
                TimeSpan.FromMilliseconds(250),
                BackoffKind.Constant,
                TimeSpan.FromHours(2),
                TimeSpan.FromDays(1),
                Jitter: false,
                TimeSpan.FromSeconds(30),
                charge.Policy.NonRetryable,
                HeartbeatTimeout: null,
                MaxConcurrency: 0),
            charge.Policy);
        Assert.Equal(CompensateOnKind.Started, charge.CompensateOn);
        Assert.Equal(AwaitableKind.ValueTask, charge.Compensator!.Returns.Kind);
        Assert.Equal(
            [
                (CompensatorSource.CancellationToken, -1),
                (CompensatorSource.StepResult, -1),
                (CompensatorSource.StepContext, -1),
                (CompensatorSource.StepParameter, 0),
            ],
            charge.Compensator.Arguments.Select(static argument => (argument.Source, argument.StepParameterIndex)));
        Assert.False(charge.Compensator.IsStep);
        Assert.Null(shape.Steps[1].Compensator);
    }

    [Fact]
    public void Read_InheritedSteps_ComeBaseFirstAndMostDerived()
    {
        var shape = Read("""
            public abstract class Base<T>
            {
                protected static readonly Signal<T> Paid = new("paid");

                public Task RunAsync(WorkflowContext ctx) => throw null!;

                [Step("first")] protected abstract Task<T> FirstAsync(T value);
                [Step] protected virtual Task SecondAsync() => throw null!;
            }

            [Workflow]
            public partial class OrderWorkflow : Base<string>
            {
                public static readonly Signal<int> Shipped = new("shipped");

                [Step] protected virtual Task ThirdAsync() => throw null!;
                [Step("2nd")] protected override Task SecondAsync() => throw null!;
                protected override Task<string> FirstAsync(string value) => throw null!;
            }
            """);

        Assert.False(shape.HasErrors);
        Assert.Equal(["first", "2nd", "Third"], shape.Steps.Select(static step => step.Id));
        Assert.All(shape.Steps, static step => Assert.Equal("OrderWorkflow", step.Method.ContainingType.Name));
        Assert.Equal("string", shape.Steps[0].Result!.ToDisplayString());
        Assert.Equal(["paid", "shipped"], shape.Signals.Select(static signal => signal.Name));
        Assert.Equal("string", shape.Signals[0].Payload.ToDisplayString());
    }

    [Fact]
    public void Read_UnfinishedCode_HasErrorsWithoutProblems()
    {
        var shape = Read("""
            [Workflow]
            public partial class OrderWorkflow
            {
                public Task<Missing> RunAsync(WorkflowContext ctx) => throw null!;
            }
            """);

        Assert.Empty(shape.Problems);
        Assert.True(shape.HasErrors);
    }

    [Fact]
    public void Read_ClassOfAReferencedProject_ReportsInOurOwnTrees()
    {
        var library = Sources.Compile(
            ["""
            public class Base
            {
                [Step] protected Task ShipAsync() => Task.CompletedTask;
                [Step] internal virtual Task BillAsync() => Task.CompletedTask;
            }
            """],
            References.WithRuntime,
            name: "Library");
        var compilation = Sources.Compile(
            ["""
            [Workflow]
            public partial class OrderWorkflow : Base
            {
                public Task RunAsync(WorkflowContext ctx) => ShipAsync();
            }
            """],
            References.WithRuntime.Add(library.ToMetadataReference()));

        var shape = WorkflowShape.Read(
            compilation.GetTypeByMetadataName("OrderWorkflow")!, DurableSymbols.TryCreate(compilation)!, TestContext.Current.CancellationToken);

        Assert.Equal([RuleIds.StepNotVirtual, RuleIds.StepNotVirtual], shape.Problems.Select(static problem => problem.RuleId));
        Assert.All(shape.Problems, problem =>
        {
            Assert.Contains(problem.Location.SourceTree, compilation.SyntaxTrees);
            Assert.Empty(problem.Properties);
        });
    }

    [Fact]
    public void Policy_Default_IsTheRuntimes()
    {
        var ours = StepPolicyShape.Default;
        var theirs = StepPolicy.Default;

        Assert.Equal(
            (theirs.MaxAttempts, theirs.RetryDelay, theirs.MaxRetryDelay, theirs.RetryFor, theirs.Jitter, theirs.Timeout),
            (ours.MaxAttempts, ours.RetryDelay, ours.MaxRetryDelay, ours.RetryFor, ours.Jitter, ours.Timeout));
        Assert.Equal(theirs.Backoff.ToString(), ours.Backoff.ToString());
    }

    [Fact]
    public void Enums_All_HaveTheRuntimesNumbers()
    {
        Assert.Equal(
            Enum.GetValues<Backoff>().Select(static value => (value.ToString(), (int)value)),
            Enum.GetValues<BackoffKind>().Select(static value => (value.ToString(), (int)value)));
        Assert.Equal(
            Enum.GetValues<CompensateOn>().Select(static value => (value.ToString(), (int)value)),
            Enum.GetValues<CompensateOnKind>().Select(static value => (value.ToString(), (int)value)));
    }

    private static WorkflowShape Read(string source)
    {
        var compilation = Sources.Compile([source], References.WithRuntime);
        var type = compilation.GetSymbolsWithName(static name => name.EndsWith("Workflow", StringComparison.Ordinal))
            .OfType<Microsoft.CodeAnalysis.INamedTypeSymbol>()
            .Single();
        return WorkflowShape.Read(type, DurableSymbols.TryCreate(compilation)!, TestContext.Current.CancellationToken);
    }
}
