using Durable.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Durable.Analyzers.Tests.Determinism;

/// <summary>The same answer whoever asks first and how many ask at once; no answer that is an exception.</summary>
public sealed class RobustnessTests
{
    private const string Source = """
        using System.Linq;

        public abstract class Base<T> where T : IDisposable
        {
            protected readonly DateTime Start = DateTime.Now;
            protected virtual DateTime Hook() => Start;
            protected async Task<T> HelpAsync(Func<Task<T>> make) { using var made = await make(); return made; }
        }

        [Workflow]
        public partial class OrderWorkflow(IServiceProvider services) : Base<System.IO.MemoryStream>
        {
            public static readonly Signal<int> Paid = new("paid");
            private readonly IServiceProvider _services = services ?? throw new ArgumentNullException(nameof(services));
            private (int A, string B) _pair;

            public async Task<string> RunAsync(WorkflowContext ctx)
            {
                var tasks = new[] { 1, 2 }.Select(n => PayAsync(n)).ToList();
                await Task.WhenAll(tasks);
                (_pair, var (a, b)) = ((1, $"{Hook():O}"), new Pair());
                foreach (var (first, second) in new[] { new Pair() }) { _ = first + second; }
                await foreach (var item in Items()) { _ = item is { Length: > 1 } text ? text[^1] : 'a'; }
                await using var held = await ctx.LockAsync("a");
                await ctx.StepAsync("b", async step => { lock (tasks) { } await Task.Delay(1); return Clock.Read(0); });
                return _services.ToString() + tasks[0].Result + Clock.Read(5) + a + b + new Pair() with { X = Guid.NewGuid().GetHashCode() };
                async IAsyncEnumerable<string> Items() { await HelpAsync(async () => { await Task.Yield(); return new(); }); yield return "a"; }
            }

            [SignalHandler(nameof(Paid))] private void OnPaid(int n) { unsafe { int* p = &n; *p = Random.Shared.Next(); } }
            [Query] public TimeSpan Age() => DateTimeOffset.UtcNow - Start;
            [Step(Compensate = nameof(UndoAsync))] protected virtual Task<int> PayAsync(int n) => Task.FromResult(n);
            private async Task UndoAsync(int n) { await Task.Delay(n); dynamic d = n; d.Undo(); }
            protected override DateTime Hook() => base.Hook().ToLocalTime();
        }

        public record struct Pair { public int X { get; set; } public void Deconstruct(out int a, out string b) { a = Clock.Read(1); b = ""; } }
        public static class Clock { public static int Read(int n) => n == 0 ? DateTime.Now.Day : Other.Read(n - 1); }
        public static class Other { public static int Read(int n) { try { return Clock.Read(n); } catch (Exception e) when (e.Data.Count > 0) { throw; } finally { Thread.Sleep(1); } } }
        """;

    [Fact]
    public async Task Reports_OfManyRunsAtOnce_AreTheSame()
    {
        var compilation = Sources.Compile([Source], References.WithRuntime);
        Assert.Empty(Sources.Errors(compilation));
        var alone = Show(await Rules.RunWholeAsync(compilation.Clone()));
        Assert.NotEmpty(alone);

        // Half of them share a compilation, and with it the summary; the others begin from nothing.
        var runs = await Task.WhenAll(Enumerable.Range(0, 20).Select(run => Task.Run(
            async () => Show(await Rules.RunWholeAsync(run % 2 == 0 ? compilation : compilation.Clone())), TestContext.Current.CancellationToken)));

        Assert.All(runs, run => Assert.Equal(alone, run));
    }

    [Fact]
    public async Task Code_CutOffAnywhere_NeverThrows()
    {
        for (var end = 0; end < Source.Length; end += 7)
        {
            await Rules.RunWholeAsync(Sources.Compile([Source[..end]], References.WithRuntime));
        }
    }

    [Fact]
    public async Task Code_WithAnyTokenMissing_NeverThrows()
    {
        var tokens = CSharpSyntaxTree.ParseText(Source, Sources.ParseOptions, cancellationToken: TestContext.Current.CancellationToken)
            .GetRoot(TestContext.Current.CancellationToken).DescendantTokens().Where(static token => token.Span.Length > 0).ToList();
        for (var index = 0; index < tokens.Count; index += 2)
        {
            await Rules.RunWholeAsync(Sources.Compile([Source.Remove(tokens[index].SpanStart, tokens[index].Span.Length)], References.WithRuntime));
        }
    }

    [Fact]
    public async Task Expression_NestedDeeply_IsReadToItsEnd()
    {
        var sum = string.Join(" + ", Enumerable.Repeat("n", 2_000));
        var compilation = Sources.Compile([Body.With($"var n = 1; var sum = {sum} + DateTime.Now.Day;")], References.WithRuntime);

        Assert.Equal("DUR0001", Assert.Single(await Rules.RunWholeAsync(compilation)).Id);
    }

    [Fact]
    public async Task Calls_InAVeryLongChain_AreFollowedToTheEnd()
    {
        const int Length = 3_000;
        var chain = string.Concat(Enumerable.Range(0, Length).Select(static n => $"public static int M{n}() => M{n + 1}(); "));
        var compilation = Sources.Compile(
            [Body.With("var day = Chain.M0();"), $"public static class Chain {{ {chain} public static int M{Length}() => DateTime.Now.Day; }}"], References.WithRuntime);

        var report = Assert.Single(await Rules.RunWholeAsync(compilation));

        Assert.Equal(Length + 1, report.AdditionalLocations.Count);
    }

    // In the editor a project reference is another compilation, whose files are not ours to ask about.
    [Fact]
    public async Task HelperInAReferencedProject_IsNoSourceOfOurs()
    {
        var library = Sources.Compile(["public static class Clock { public static DateTime Read() => DateTime.Now; }"], References.WithRuntime, "Library");
        var compilation = Sources.Compile([Body.With("var now = Clock.Read();")], References.WithRuntime).AddReferences(library.ToMetadataReference());

        Assert.Empty(await Rules.RunWholeAsync(compilation));
    }

    // The same with a class that a workflow of ours derives from: what it inherits has source at hand, and no model in our compilation.
    [Theory]
    [InlineData("Seen.Add(\"a\"); Total += Rate.Length; await Payments.PayAsync(); Log.ToString(); _ = Rates.Day;")]
    [InlineData("IPriced priced = this; _ = priced.Price(); await PriceAsync(this); static Task PriceAsync(IPriced given) => Task.FromResult(given.Price());")]
    [InlineData("await ctx.StepAsync(\"a\", _ => PriceAsync(this)); static Task PriceAsync(IPriced given) => Task.FromResult(given.Price());")]
    [InlineData("await ctx.CheckpointAsync(GetHashCode()); await HelpAsync(ctx); using var held = this; foreach (var one in this) { } await foreach (var one in Items()) { }")]
    [InlineData("await PayAsync(1); await ctx.WaitForSignalAsync(Approved); var approved = Approved; _ = approved.Name;")]
    public async Task BaseClassInAReferencedProject_IsNoSourceOfOurs(string statement)
    {
        const string Base = """
            public interface IPayments { Task PayAsync(); }
            public abstract class PaymentBase(IPayments payments, Microsoft.Extensions.Logging.ILogger log) : IDisposable
            {
                public static readonly Signal<int> Approved = new("approved");
                protected readonly IPayments Payments = payments;
                protected readonly Microsoft.Extensions.Logging.ILogger Log = log;
                protected readonly List<string> Seen = [];
                protected readonly DateTime Rates = DateTime.Now;
                protected int Total = Random.Shared.Next();
                protected string Rate { get; set; } = Guid.NewGuid().ToString();
                public virtual int Price() => DateTime.Now.Day;
                public override int GetHashCode() => HashCode.Combine(Rate);
                public void Dispose() => File.Delete(Rate);
                public IEnumerator<int> GetEnumerator() { yield return DateTime.Now.Day; }
                protected async IAsyncEnumerable<int> Items() { await Task.Delay(1); yield return 1; }
                protected async Task HelpAsync(WorkflowContext ctx) { await ctx.CheckpointAsync(Rate); await payments.PayAsync(); }
                [Step(Compensate = nameof(UndoAsync))] protected virtual async Task<int> PayAsync(int n) { Total = n; await OtherAsync(); return n; }
                protected Task UndoAsync(int n) => OtherAsync();
                [Step] protected virtual Task OtherAsync() => Task.CompletedTask;
                [SignalHandler(nameof(Approved))] protected void OnApproved(int n) => Total = n;
                [Query] protected int Ask() => Total + DateTime.Now.Day;
            }
            """;
        var library = Sources.Compile(["using System.IO;\n" + Base], References.WithRuntime, "Library");
        Assert.Empty(Sources.Errors(library));
        var compilation = Sources.Compile(
            [
                $$"""
                public interface IPriced { int Price(); }

                [Workflow]
                public partial class OrderWorkflow(IPayments payments, Microsoft.Extensions.Logging.ILogger log) : PaymentBase(payments, log), IPriced
                {
                    public async Task RunAsync(WorkflowContext ctx)
                    {
                        await ctx.SleepAsync(TimeSpan.FromHours(1));
                        {{statement}}
                    }
                }
                """,
            ],
            References.WithRuntime);
        var inTheEditor = compilation.AddReferences(library.ToMetadataReference());
        Assert.Empty(Sources.Errors(inTheEditor));
        using var image = new MemoryStream();
        Assert.True(library.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        var onTheCommandLine = compilation.AddReferences(MetadataReference.CreateFromImage(image.ToArray()));

        Assert.Equal(Show(await Rules.RunWholeAsync(onTheCommandLine)), Show(await Rules.RunWholeAsync(inTheEditor)));
    }

    [Fact]
    public async Task GeneratedCode_IsReportedAtTheCallOfTheAuthor()
    {
        var compilation = Sources.Compile([Body.With("var now = Made();")], References.WithRuntime)
            .AddSyntaxTrees(CSharpSyntaxTree.ParseText(
                "// <auto-generated/>\npartial class OrderWorkflow { private static System.DateTime Made() => System.DateTime.Now; private static System.DateTime Unused() => System.DateTime.Now; }",
                Sources.ParseOptions,
                path: "Made.g.cs",
                cancellationToken: TestContext.Current.CancellationToken));

        var report = Assert.Single(await Rules.RunWholeAsync(compilation));

        Assert.Equal("File0.cs", report.Location.SourceTree!.FilePath);
        Assert.Contains("calls OrderWorkflow.Made, which reads DateTime.Now", report.GetMessage(null), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GeneratedCode_OfOurOwn_LeadsToNoCompensator()
    {
        var compilation = GeneratedCode.AddTo(Sources.Compile(
            [
                """
                public interface IPayments { Task<int> ChargeAsync(string id); }

                [Workflow]
                public partial class OrderWorkflow(IPayments payments)
                {
                    public async Task<int> RunAsync(WorkflowContext ctx, int month)
                    {
                        await ChargeAsync("a");
                        return await ContinueAsNewAsync(ctx, month + 1);
                    }

                    [Step(Compensate = nameof(RefundAsync))]
                    protected virtual Task<int> ChargeAsync(string id) => payments.ChargeAsync(id);

                    private Task RefundAsync(string id) => payments.ChargeAsync(id);
                }
                """,
            ],
            References.WithRuntime));

        Assert.Empty(await Rules.RunWholeAsync(compilation));
    }

    private static List<string> Show(IEnumerable<Diagnostic> diagnostics) =>
        [.. diagnostics.Select(static diagnostic => $"{diagnostic}|{string.Join(",", diagnostic.AdditionalLocations.Select(static location => location.SourceSpan))}").Order(StringComparer.Ordinal)];
}
