using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Durable.Analyzers.Suppressions;
using Durable.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Durable.Analyzers.Tests.Suppressions;

public sealed partial class WorkflowCodeSuppressorTests
{
    private static readonly string[] s_stock = ["CA2007", "CA1822", "CA1849", "CA5394"];

    // A comment names what stock rules say of its line: "silenced" what a suppressor hides, "left" what stays.
    private const string Source = """
        [Workflow]
        public partial class OrderWorkflow
        {
            public static readonly Signal<int> Paid = new("paid");
            private static readonly Task s_done = Task.CompletedTask;

            public async Task RunAsync(WorkflowContext ctx)
            {
                await ShipAsync(); // silenced CA2007 VSTHRD111
                var dice = ctx.Random();
                if (dice.Next(6) > 3) // silenced CA5394
                {
                    await ctx.SleepAsync(TimeSpan.FromHours(1)); // silenced CA2007 VSTHRD111
                }

                s_done.Wait(); // silenced CA1849 VSTHRD103
                _ = s_done.ContinueWith(_ => { }); // silenced VSTHRD105
                Func<Task> later = async () => await s_done; // silenced CA2007 VSTHRD111
                await later(); // silenced CA2007 VSTHRD111
                await LocalAsync(); // silenced CA2007 VSTHRD111
                await ctx.StepAsync("inline", async step =>  // silenced CA2007 VSTHRD111
                {
                    await Task.Yield();
                    s_done.Wait(); // left CA1849 VSTHRD103
                    await s_done; // left CA2007 VSTHRD111
                    return new Random(1).Next(); // left CA5394
                });
                await ctx.StepAsync("now", async step => 1); // silenced CA2007 CS1998 VSTHRD111

                async Task LocalAsync() => await s_done; // silenced CA2007 VSTHRD111
            }

            [SignalHandler(nameof(Paid))] private async Task OnPaid(int value) { } // silenced CS1998 CA1822
            [Query] public int Count() => 1; // silenced CA1822
            [Update] public async Task<int> AddAsync(int by) => by; // silenced CS1998 CA1822
            private async Task<int> HelpAsync() => 1; // left CS1998 CA1822

            [Step(Compensate = nameof(ReturnAsync))] protected virtual async Task<int> ShipAsync() => 1; // silenced CS1998
            private async Task ReturnAsync(int result) // left CA1822
            {
                await s_done; // left CA2007 VSTHRD111
            }

            [Step] protected virtual async Task<int> BillAsync()
            {
                await Task.Yield(); // left VSTHRD111
                s_done.Wait(); // left CA1849 VSTHRD103
                _ = s_done.ContinueWith(_ => { }); // left VSTHRD105
                return new Random().Next(); // left CA5394
            }

            private static async Task Part(StepContext step) => await s_done; // left CA2007 VSTHRD111
        }

        public partial class OrderWorkflow
        {
            private static async Task RestAsync() => await s_done; // silenced CA2007 VSTHRD111
        }

        public abstract class Base
        {
            protected static async Task SharedAsync(Task done) => await done; // silenced CA2007 VSTHRD111
        }

        [Workflow]
        public partial class BillWorkflow : Base
        {
            public async Task RunAsync(WorkflowContext ctx) { } // silenced CS1998 CA1822
        }

        public static class Helpers
        {
            public static async Task SleepTwiceAsync(this WorkflowContext ctx) => await ctx.SleepAsync(TimeSpan.Zero); // silenced CA2007 VSTHRD111
            public static async Task PlainAsync(Task done) => await done; // left CA2007 VSTHRD111
            public static async Task RunAsync() { } // left CS1998
        }
        """;

    [Fact]
    public async Task StockRules_InWorkflowCode_AreSilenced()
    {
        var reports = await RunAsync(References.WithRuntime);

        AssertSame(Expected("silenced"), Shown(reports, suppressed: true));
    }

    [Fact]
    public async Task StockRules_InStepsAndElsewhere_Stay()
    {
        var reports = await RunAsync(References.WithRuntime);

        // Compared where the comments say something: the stand-in reports the 'await Task.Yield()' that real rules know.
        AssertSame(Expected("left"), Shown(reports, suppressed: false).Where(report => Commented(report, "left")));
        Assert.DoesNotContain(Shown(reports, suppressed: false), report => Commented(report, "silenced"));
    }

    [Fact]
    public async Task StockRules_WithoutTheRuntime_Stay() =>
        Assert.Empty(Shown(await RunAsync(References.WithoutRuntime), suppressed: true));

    [Fact]
    public async Task StockRules_MadeErrors_AreSilencedAsWell()
    {
        var reports = await RunAsync(References.WithRuntime, ReportDiagnostic.Error);

        AssertSame(Expected("silenced"), Shown(reports, suppressed: true));
    }

    [Fact]
    public void Suppressions_All_HaveAnIdOfTheirOwnAndAReason()
    {
        var all = new DiagnosticSuppressor[] { new GeneratedUseSuppressor(), new WorkflowCodeSuppressor() }
            .SelectMany(static suppressor => suppressor.SupportedSuppressions).ToList();

        Assert.Equal(all.Count, all.Select(static suppression => suppression.Id).Distinct().Count());
        Assert.All(all, static suppression => Assert.NotEmpty(suppression.Justification.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Superset(
            new HashSet<string> { "CA2007", "CA1822", "CA1849", "CA5394", "CS1998", "VSTHRD103", "VSTHRD105", "VSTHRD111" },
            all.Select(static suppression => suppression.SuppressedDiagnosticId).ToHashSet());
    }

    private static async Task<ImmutableArray<Diagnostic>> RunAsync(ImmutableArray<MetadataReference> references, ReportDiagnostic severity = ReportDiagnostic.Warn)
    {
        var compilation = Sources.Compile([Source], references);
        compilation = compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions(
            s_stock.Append("CS1998").Select(id => KeyValuePair.Create(id, severity)).ToImmutableDictionary()));
        var run = compilation.WithAnalyzers(
            StockAnalyzers.For(s_stock).Add(new VisualStudioThreading()).Add(new GeneratedUseSuppressor()).Add(new WorkflowCodeSuppressor()),
            new CompilationWithAnalyzersOptions(
                new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false, reportSuppressedDiagnostics: true));
        var diagnostics = await run.GetAllDiagnosticsAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain(diagnostics, static diagnostic => diagnostic.Id == "AD0001");
        return [.. diagnostics.Where(static diagnostic => s_stock.Contains(diagnostic.Id) || diagnostic.Id == "CS1998" || diagnostic.Id.StartsWith("VSTHRD", StringComparison.Ordinal))];
    }

    private static IEnumerable<string> Shown(IEnumerable<Diagnostic> reports, bool suppressed) => reports
        .Where(report => report.IsSuppressed == suppressed)
        .Select(static report => Show(report.Location.GetLineSpan().StartLinePosition.Line, report.Id))
        .Distinct()
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Expected(string kind) => Source.Split('\n')
        .SelectMany((line, number) => Comment(line, kind).Select(id => Show(number, id)))
        .Order(StringComparer.Ordinal);

    private static void AssertSame(IEnumerable<string> expected, IEnumerable<string> actual) => Assert.Equal(string.Join('\n', expected), string.Join('\n', actual));

    private static bool Commented(string report, string kind) => Comment(Source.Split('\n')[int.Parse(report[..3], System.Globalization.CultureInfo.InvariantCulture)], kind).Length > 0;

    private static string[] Comment(string line, string kind) =>
        CommentPattern().Match(line) is { Success: true } match && match.Groups["kind"].Value == kind ? match.Groups["ids"].Value.Split(' ') : [];

    private static string Show(int line, string id) => $"{line:000} {id} {Source.Split('\n')[line].Trim()}";

    [GeneratedRegex(@"// (?<kind>silenced|left) (?<ids>[A-Z0-9 ]+)$")]
    private static partial Regex CommentPattern();
}
