using Durable.Generators.Tests.Harness;

namespace Durable.Generators.Tests;

/// <summary>Every way an author may declare a workflow compiles into code without a warning.</summary>
public sealed class DeclarationTests
{
    [Fact]
    public void Steps_EveryReturnKind_Compile() => AssertCompiles(
        """
        [Workflow]
        public partial class KindsWorkflow
        {
            public async Task RunAsync(WorkflowContext ctx)
            {
                await PlainAsync(1, ctx.CancellationToken);
                _ = await ValueAsync();
                await QuickAsync("x");
                _ = await QuickValueAsync(null, default, default);
            }

            [Step(Compensate = nameof(A))] protected virtual Task PlainAsync(int x, CancellationToken cancellationToken) => Task.CompletedTask;
            [Step(Compensate = nameof(B))] protected virtual Task<int> ValueAsync() => Task.FromResult(1);
            [Step(Compensate = nameof(C))] public virtual ValueTask QuickAsync(string? text = null) => default;
            [Step(Compensate = nameof(D))] internal virtual ValueTask<string?> QuickValueAsync(string? a, StepContext step, CancellationToken token) => new(a);
            private Task A() => Task.CompletedTask;
            private Task<string> B(int value, CancellationToken token) => Task.FromResult("");
            private ValueTask C(string? text) => default;
            private static ValueTask<int> D(StepContext step, string? result) => new(1);
        }
        """);

    [Fact]
    public void Children_EveryKindOfWorkflow_Compile() => AssertCompiles(
        """
        [Workflow]
        public partial class PlainWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => ContinueAsNewAsync(ctx);
        }

        [Workflow]
        public partial class ValueWorkflow
        {
            public async Task<int> RunAsync(WorkflowContext ctx, string input)
            {
                await PlainWorkflow.RunChildAsync(ctx);
                ChildRun plain = await PlainWorkflow.StartChildAsync(ctx, new ChildOptions { RunId = "x" });
                await plain.ResultAsync();
                ChildRun<int> value = await StartChildAsync(ctx, input);
                return await value.ResultAsync() > await RunChildAsync(ctx, input) ? 1 : await ContinueAsNewAsync(ctx, input);
            }
        }

        [Workflow]
        public partial class SameInputWorkflow : ValueWorkflow
        {
            public new Task<int> RunAsync(WorkflowContext ctx, string input) => ContinueAsNewAsync(ctx, input);
        }

        [Workflow]
        public partial class OtherInputWorkflow : ValueWorkflow
        {
            public Task<int> RunAsync(WorkflowContext ctx, int input) => ContinueAsNewAsync(ctx, input);
        }
        """);

    [Fact]
    public void Children_AuthorHasMembersOfThatName_AreLeftOut() => AssertCompiles(
        """
        [Workflow]
        public partial class OwnWorkflow
        {
            public int StartChildAsync => 1;
            public Task RunAsync(WorkflowContext ctx, int input) => ContinueAsNewAsync(ctx, input);
            private Task ContinueAsNewAsync(WorkflowContext ctx, int input) => Task.CompletedTask;
            [Step] public virtual Task RunChildAsync(int input) => Task.CompletedTask;
        }
        """);

    [Fact]
    public void Steps_NullableAndNestedPayloads_Compile() => AssertCompiles(
        """
        public enum Color { Red }
        [Workflow]
        public partial class PayloadsWorkflow
        {
            public sealed record Line(string? Text);
            public static readonly Signal<string?> Said = new("said");
            public static readonly Signal<int?> Counted = new("counted");
            public Task<List<string?>?> RunAsync(WorkflowContext ctx, Dictionary<string, Line?>? input) => EchoAsync(new(), null, null, [], default);
            [Step] protected virtual Task<List<string?>?> EchoAsync(List<string?> a, Line[]? b, int? c, int[][] d, Color? e) => Task.FromResult<List<string?>?>(a);
            [Step] protected virtual Task<Color> PaintAsync(Guid id, DateTimeOffset at, TimeSpan took) => Task.FromResult(Color.Red);
            [Step] protected virtual Task<int?> CountAsync() => Task.FromResult<int?>(null);
        }
        """);

    [Fact]
    public void Compensators_EveryArgument_Compile() => AssertCompiles(
        """
        public abstract class Shared
        {
            protected Task UndoInBaseAsync(string id) => Task.CompletedTask;
            protected static Task UndoStaticInBaseAsync(int total) => Task.CompletedTask;
        }

        [Workflow]
        public partial class UndoWorkflow : Shared
        {
            public Task RunAsync(WorkflowContext ctx) => OneAsync("a", 1);
            [Step(Compensate = nameof(UndoInBaseAsync))] protected virtual Task OneAsync(string id, int total) => Task.CompletedTask;
            [Step(Compensate = nameof(UndoStaticInBaseAsync))] protected virtual Task<int> TwoAsync(string id, int total) => Task.FromResult(1);
            [Step(Compensate = nameof(UndoThreeAsync), CompensateOn = CompensateOn.Started)] protected virtual Task<int> ThreeAsync(string id) => Task.FromResult(1);
            private Task UndoThreeAsync(int? result, string id, CancellationToken token, StepContext context) => Task.CompletedTask;
            [Step(Compensate = nameof(UndoFourAsync), CompensateOn = CompensateOn.Started)] protected virtual Task<string> FourAsync() => Task.FromResult("");
            private Task UndoFourAsync(string? result) => Task.CompletedTask;
            [Step(Compensate = nameof(UndoFiveAsync))] protected virtual Task<DateTime> FiveAsync(DateTime when) => Task.FromResult(when);
            private Task UndoFiveAsync(DateTime when, DateTime made) => Task.CompletedTask;
            [Step(Compensate = nameof(TwoPlainAsync))] protected virtual Task<string?> SixAsync() => Task.FromResult<string?>(null);
            [Step("two-plain")] protected virtual Task TwoPlainAsync() => Task.CompletedTask;
        }
        """);

    [Fact]
    public void Policies_EveryProperty_AreWritten()
    {
        var run = AssertCompiles(
            """
            [Workflow("policy", Version = 7, Queue = "slow")]
            public partial class PolicyWorkflow
            {
                public Task RunAsync(WorkflowContext ctx) => OneAsync();
                private sealed class Mine : Exception;
                [Step(MaxAttempts = 0, RetryDelay = "250ms", Backoff = Backoff.Linear, MaxRetryDelay = "2h", RetryFor = "1d", Jitter = false, Timeout = "90s", NonRetryable = [typeof(ArgumentException), typeof(Mine)])]
                protected virtual Task OneAsync() => Task.CompletedTask;
            }
            """);

        Assert.Contains(
            "new global::Durable.StepPolicy { MaxAttempts = 0, RetryDelay = global::System.TimeSpan.FromMilliseconds(250), Backoff = global::Durable.Backoff.Linear, "
            + "MaxRetryDelay = global::System.TimeSpan.FromHours(2), RetryFor = global::System.TimeSpan.FromDays(1), Jitter = false, "
            + "Timeout = global::System.TimeSpan.FromSeconds(90), NonRetryable = [typeof(global::System.ArgumentException), typeof(global::PolicyWorkflow.Mine)] }",
            run.Source("PolicyWorkflow.g.cs"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_EveryKindOfParameter_Compiles() => AssertCompiles(
        """
        public interface IClock;
        public enum Mode { Fast = 5 }
        public static class Keys { public const string Main = "main"; }
        [Workflow]
        public partial class ConstructedWorkflow(
            IClock run,
            IClock? maybe,
            List<string?> names,
            [FromKeyedServices(Keys.Main)] IClock main,
            [FromKeyedServices(Mode.Fast)] IClock fast,
            [FromKeyedServices(typeof(IClock))] IClock? typed = null,
            IClock other = null!,
            string text = "a\"\u2028",
            int? number = 3,
            int? none = null,
            Mode mode = Mode.Fast,
            decimal money = 1.50m,
            double ratio = double.NaN,
            float share = 0.1f,
            char letter = '\'',
            long big = long.MinValue,
            byte small = 255,
            sbyte tiny = -1,
            bool on = true,
            CancellationToken token = default)
        {
            public object?[] All => [run, maybe, names, main, fast, typed, other, text, number, none, mode, money, ratio, share, letter, big, small, tiny, on, token];
            public Task RunAsync(WorkflowContext ctx) => OneAsync();
            [Step] protected virtual Task OneAsync() => Task.CompletedTask;
        }
        """);

    [Fact]
    public void Constructor_SetsRequiredMembers_Compiles() => AssertCompiles(
        """
        [Workflow]
        public partial class RequiredWorkflow
        {
            [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
            private RequiredWorkflow(IServiceProvider services) => Services = services;
            public required IServiceProvider Services { get; init; }
            public Task RunAsync(WorkflowContext ctx) => OneAsync();
            [Step] protected virtual Task OneAsync() => Task.CompletedTask;
        }
        """);

    [Fact]
    public void Names_TakenByTheAuthor_AreLeftToTheAuthor() => AssertCompiles(
        """
        public class Base { protected int _run; public string State = ""; public int Description, DoOne; }
        [Workflow]
        public partial class TakenWorkflow : Base
        {
            private readonly int Steps = 1, StateMachine = 2, JournalSerializers = 3, UndoOne = 4;
            public int Sum => Steps + StateMachine + JournalSerializers + UndoOne;
            public Task RunAsync(WorkflowContext ctx) => OneAsync(1, 2, 3, 4, 5, 6);
            [Step("one", Compensate = nameof(UndoAsync))] protected virtual Task OneAsync(int input, int step, int self, int Steps2, int Equals, int OneInput) => Task.CompletedTask;
            [Step("two")] protected virtual Task OneAsync(string ToString, int result) => Task.CompletedTask;
            [Step("three")] protected virtual Task Equals(int _) => Task.CompletedTask;
            [Step("four")] protected virtual Task Steps3() => Task.CompletedTask;
            private Task UndoAsync(int input, int step, int Equals, int OneInput) => Task.CompletedTask;
        }
        """);

    [Theory]
    [InlineData("public partial class FeedWorkflow { private int Client => 1; public int Use() => Client;")]
    [InlineData("public partial class FeedWorkflow { private class Definition { } public object Use() => new Definition();")]
    [InlineData("public partial class FeedWorkflow(int Run) { public int Use() => Run;")]
    [InlineData("public partial class Client {")]
    public void Names_ThatCannotMakeWay_GenerateNothing(string declaration) => Assert.DoesNotContain(
        AssertCompiles($"[Workflow] {declaration} public Task RunAsync(WorkflowContext ctx) => ctx.SleepAsync(default); }}").Sources,
        static source => source.SourceText.ToString().Contains("StateMachine", StringComparison.Ordinal));

    [Fact]
    public void Bases_PublicNamesHidden_SayNew() => AssertCompiles(
        """
        public class Base { public int Client => 1; protected void Run() { } private int Definition; public int Use() => Definition++; }
        [Workflow("first")]
        public partial class FirstWorkflow : Base
        {
            public Task RunAsync(WorkflowContext ctx) => OneAsync();
            [Step] protected virtual Task OneAsync() => Task.CompletedTask;
        }

        [Workflow("second")]
        public partial class SecondWorkflow : FirstWorkflow
        {
            public new Task RunAsync(WorkflowContext ctx) => TwoAsync();
            [Step("two")] protected virtual Task TwoAsync() => Task.CompletedTask;
        }
        """);

    [Fact]
    public void Bases_WorkflowNestedInItsBase_Compiles() => AssertCompiles(
        """
        [Workflow("outer")]
        public partial class OuterWorkflow
        {
            public virtual Task<int> RunAsync(WorkflowContext ctx, int start) => OneAsync(start);
            [Step] protected virtual Task<int> OneAsync(int value) => Task.FromResult(value);

            [Workflow("inner")]
            public partial class InnerWorkflow : OuterWorkflow
            {
                [Step] protected virtual Task<int> TwoAsync(int value) => Task.FromResult(value);
                public override async Task<int> RunAsync(WorkflowContext ctx, int start) => await TwoAsync(await OneAsync(start));
            }
        }
        """);

    [Fact]
    public void Steps_OverloadsOfOddTypes_AreNamedInDocumentation() => AssertCompiles(
        """
        public sealed record Box<T>(T Value);
        [Workflow]
        public partial class OverloadsWorkflow
        {
            public sealed record @out(int X);
            public Task RunAsync(WorkflowContext ctx) => OneAsync(1);
            public static Task RunAsync() => Task.CompletedTask;
            [Step("a")] protected virtual Task OneAsync(int? x) => Task.CompletedTask;
            [Step("b")] protected virtual Task OneAsync(Box<Box<string?>?[]> x) => Task.CompletedTask;
            [Step("c")] protected virtual Task OneAsync((int A, string B) x, @out z) => Task.CompletedTask;
            [Step("d")] protected virtual Task OneAsync(Dictionary<string, List<@out?>> x, StepContext step, CancellationToken token) => Task.CompletedTask;
        }
        """);

    [Fact]
    public void Bases_StepsOfGenericBase_AreOverridden()
    {
        var run = AssertCompiles(
            """
            public abstract class Steps<T> where T : notnull
            {
                [Step("save")] protected virtual Task<T> SaveAsync(T value, List<T> all) => Task.FromResult(value);
                [Step("save-text")] protected virtual Task<T> SaveAsync(string value, T other) => Task.FromResult(other);
                [Step] protected abstract Task LoadAsync(T value);
            }

            [Workflow]
            public partial class GenericBaseWorkflow : Steps<Guid>
            {
                public Task RunAsync(WorkflowContext ctx) => LoadAsync(default);
                [Step] protected override Task LoadAsync(Guid value) => Task.CompletedTask;
            }
            """);

        Assert.Contains("protected override global::System.Threading.Tasks.Task<global::System.Guid> SaveAsync(global::System.Guid value, ", run.Source("GenericBaseWorkflow.g.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void Bases_StepsOfAnotherAssembly_AreOverriddenWithWhatIsVisible()
    {
        var library = TestProject.Create("Library", TestProject.ParseOptions, Usings,
            """
            public abstract class SharedSteps
            {
                [Step("a", Compensate = nameof(UndoAsync), Timeout = "5s")] protected internal virtual Task<int> AAsync(int x) => Task.FromResult(x);
                [Step("b")] protected virtual Task BAsync() => Task.CompletedTask;
                [Step("c")] public virtual Task CAsync() => Task.CompletedTask;
                protected internal Task UndoAsync(int x) => Task.CompletedTask;
            }
            """);
        var run = GeneratorRun.Of(TestProject.Create(Usings,
            """
            [Workflow]
            public partial class DerivedWorkflow : SharedSteps
            {
                public Task RunAsync(WorkflowContext ctx) => AAsync(1);
            }
            """).Referencing(library)).AssertClean();

        Assert.Contains("protected override global::System.Threading.Tasks.Task<int> AAsync", run.Source("DerivedWorkflow.g.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void Bases_InternalsOfAnotherAssemblyVisible_AreOverriddenAsDeclared()
    {
        var library = TestProject.Create("Library", TestProject.ParseOptions, Usings,
            """
            public abstract class SharedSteps
            {
                [Step("a")] protected internal virtual Task<int> AAsync(int x) => Task.FromResult(x);
                [Step("b")] private protected virtual Task BAsync() => Task.CompletedTask;
                [Step("c")] internal virtual Task CAsync() => Task.CompletedTask;
            }
            """,
            "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Sample\")]");

        var run = GeneratorRun.Of(TestProject.Create(Usings,
            """
            [Workflow]
            public partial class DerivedWorkflow : SharedSteps
            {
                public Task RunAsync(WorkflowContext ctx) => AAsync(1);
            }
            """).Referencing(library)).AssertClean();

        Assert.Contains("protected internal override", run.Source("DerivedWorkflow.g.cs"), StringComparison.Ordinal);
        Assert.Contains("private protected override", run.Source("DerivedWorkflow.g.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void Workflow_WithoutStepsAndInput_Compiles() => AssertCompiles(
        """
        [Workflow]
        internal partial class IdleWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => ctx.SleepAsync(TimeSpan.FromDays(1));
        }
        """);

    [Theory]
    [InlineData("public sealed partial class", "")]
    [InlineData("public class", "")]
    [InlineData("public partial class", "public Task RunAsync(WorkflowContext ctx, int x) => Task.CompletedTask;")]
    [InlineData("public partial class", "[Step] protected Task NotVirtualAsync() => Task.CompletedTask;")]
    [InlineData("public partial class", "[Step(Compensate = \"Missing\")] protected virtual Task AAsync() => Task.CompletedTask;")]
    [InlineData("public partial class", "[Step] protected virtual Task AAsync(Missing x) => Task.CompletedTask;")]
    [InlineData("public partial class", "[Step(Timeout = \"soon\")] protected virtual Task AAsync() => Task.CompletedTask;")]
    public void Workflow_NotValid_IsLeftAlone(string header, string member)
    {
        var run = GeneratorRun.Of(TestProject.Create(Usings,
            $$"""
            [Workflow]
            {{header}} BrokenWorkflow
            {
                public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
                {{member}}
            }
            """));

        Assert.Null(run.Result.Results.Single().Exception);
        Assert.Empty(run.Sources);
        Assert.Empty(run.Result.Diagnostics);
    }

    private const string Usings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Durable;
        global using Microsoft.Extensions.DependencyInjection;
        """;

    private static GeneratorRun AssertCompiles(string source) => GeneratorRun.Of(TestProject.Create(Usings, source)).AssertClean();
}
