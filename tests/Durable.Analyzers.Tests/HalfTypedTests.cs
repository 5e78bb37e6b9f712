using Durable.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Durable.Analyzers.Tests;

/// <summary>What the rules see most of the time: code in the middle of being written.</summary>
public sealed class HalfTypedTests
{
    private const string Complete = """
        using System.Collections.Immutable;

        public abstract class Base<T>
        {
            [Step("save", Compensate = nameof(DropAsync))] protected virtual ValueTask<T> SaveAsync(T value) => default;
            protected Task DropAsync(T value, T? saved) => Task.CompletedTask;
        }

        public static partial class Outer
        {
            [Workflow("order", Version = 2, Queue = "slow")]
            internal partial class OrderWorkflow(IServiceProvider services) : Base<int>
            {
                public static readonly Signal<bool> Approved = new("approved");

                public async Task<string> RunAsync(WorkflowContext ctx, (int A, List<string> B) input)
                {
                    [Step] Task Local() => Task.CompletedTask;
                    await Local();
                    return await ChargeAsync(services.ToString()!, [1, 2]);
                }

                [Step("charge", Compensate = nameof(RefundAsync), CompensateOn = CompensateOn.Started, MaxAttempts = 5,
                    Timeout = "30s", RetryDelay = "1s", Backoff = Backoff.Linear, NonRetryable = [typeof(FormatException)])]
                protected virtual Task<string> ChargeAsync(string id, ImmutableArray<int> lines, StepContext step = default) => throw null!;

                private Task RefundAsync(string id, string? charge, StepContext step, CancellationToken token) => throw null!;
            }
        }
        """;

    public static TheoryData<string> SampleNames => [.. SampleProject.All.Select(static sample => sample.Name)];

    [Theory]
    [MemberData(nameof(SampleNames))]
    [Trait("Category", "Nightly")]
    public async Task Rules_SampleWhileItIsTyped_NeverThrow(string name)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"DURABLE_TEST_SEED={Setting.Seed} DURABLE_TEST_CUTS={Setting.Cuts}");
        var sample = SampleProject.Named(name);
        var others = Sources.Compile(sample.Others, References.WithRuntime);
        var typed = new TypedSample(sample, Sources.ParseOptions, KnownNames.Of(Sources.Compile([.. sample.Others, sample.Workflow], References.WithRuntime)));
        var cuts = 0;
        foreach (var (position, text) in typed.Cut(new Random(Setting.Seed), Setting.Cuts))
        {
            try
            {
                await Rules.RunWholeAsync(others.AddSyntaxTrees(CSharpSyntaxTree.ParseText(
                    text, Sources.ParseOptions, path: "Typed.cs", cancellationToken: TestContext.Current.CancellationToken)));
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"{name} cut off at {position}:\n{text}", exception);
            }

            cuts++;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {cuts} texts");
    }

    [Fact]
    public async Task Rules_CodeCutOffAtAnyToken_NeverThrow()
    {
        foreach (var end in Tokens().Select(static token => token.Span.End))
        {
            await RunAsync(Complete[..end]);
        }
    }

    [Fact]
    public async Task Rules_AnyTokenMissing_NeverThrow()
    {
        foreach (var token in Tokens())
        {
            await RunAsync(Complete.Remove(token.SpanStart, token.Span.Length));
        }
    }

    [Fact]
    public async Task Rules_AnyTokenWrittenTwice_NeverThrow()
    {
        foreach (var token in Tokens())
        {
            await RunAsync(Complete.Insert(token.Span.End, " " + token.Text));
        }
    }

    [Fact]
    public Task UnresolvedTypes_AreLeftToTheCompiler() => Verify.ReportsInUnfinishedAsync("""
        [Workflow]
        public partial class OrderWorkflow
        {
            public static readonly Signal<Missing> Approved = new("approved");

            public Task<Missing> RunAsync(WorkflowContext ctx, Missing input) => ShipAsync(input);

            [Step(Compensate = nameof(UndoAsync))] protected virtual Task<Missing> ShipAsync(Missing input) => throw null!;
            private Missing UndoAsync(List<Missing> input) => throw null!;
            [Step] protected virtual Mis BillAsync() => throw null!;
            [Step(MaxAttempts = Missing.Count, Timeout = Missing.Time)] protected virtual Task PayAsync() => throw null!;
        }

        [Workflow(Missing)]
        public partial class BillWorkflow : Missing
        {
            public Missing RunAsync(WorkflowContext ctx) => throw null!;
        }
        """);

    // Cheap and enough for "never throws": the whole compilation; which reports there are is for other tests.
    private static async Task RunAsync(string source) =>
        await Rules.RunWholeAsync(Sources.Compile([source], References.WithRuntime));

    private static IEnumerable<SyntaxToken> Tokens() =>
        CSharpSyntaxTree.ParseText(Complete, Sources.ParseOptions, cancellationToken: TestContext.Current.CancellationToken)
            .GetRoot(TestContext.Current.CancellationToken)
            .DescendantTokens()
            .Where(static token => token.Span.Length > 0);
}
