using Durable.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Durable.Analyzers.Tests.Determinism.Carrying;

/// <summary>Code that does not name what is edited is read again all the same where the edit can have changed its meaning.</summary>
public sealed class TrapTests
{
    private const string Workflow = "[Workflow] public partial class OrderWorkflow { public Task RunAsync(WorkflowContext ctx) { Helper.Do(); return Task.CompletedTask; } }";

    public static TheoryData<string> Ways => [.. Traps.All.Select(static trap => trap.Way)];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Reports_AfterAnEditOfWhatIsNotNamed_AreThoseFromNothing(string way)
    {
        var trap = Traps.All.Single(trap => trap.Way == way);
        var before = Compile([trap.Before, Workflow, .. trap.Others]);
        Assert.Empty(await ReportsAsync(before));

        var reports = await ReportsAsync(before.ReplaceSyntaxTree(before.SyntaxTrees[0], Parse(trap.After)));

        Assert.NotEmpty(reports);
        Assert.Equal(await ReportsAsync(Compile([trap.After, Workflow, .. trap.Others])), reports);
    }

    // With what the compiler may bring next.
    private static CSharpCompilation Compile(IEnumerable<string> sources) =>
        Sources.Compile([], References.WithRuntime, name: $"Trap{Guid.NewGuid():N}").RemoveAllSyntaxTrees().AddSyntaxTrees(sources.Append(Sources.GlobalUsings).Select(Parse));

    private static SyntaxTree Parse(string text, int file = 0) => CSharpSyntaxTree.ParseText(
        text, Sources.ParseOptions.WithLanguageVersion(LanguageVersion.Preview), path: $"File{file}.cs", cancellationToken: TestContext.Current.CancellationToken);

    private static async Task<IEnumerable<string>> ReportsAsync(Compilation compilation) => (await Rules.RunWholeAsync(compilation))
        .Where(static report => report.Id.StartsWith("DUR00", StringComparison.Ordinal))
        .Select(static report => $"{report.Location.GetLineSpan()} {report.Id}: {report.GetMessage(null)}")
        .Order(StringComparer.Ordinal);
}
