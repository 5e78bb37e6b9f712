using Durable.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Durable.Generators.Tests;

/// <summary>Code that is being typed may be anything; the generator stays calm and quiet.</summary>
public sealed class HalfTypedTests
{
    public static TheoryData<string> SampleNames => [.. SampleProject.All.Select(static sample => sample.Name)];

    [Theory]
    [MemberData(nameof(SampleNames))]
    [Trait("Category", "Nightly")]
    public void Generate_SampleWhileItIsTyped_NeverThrows(string name)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"DURABLE_TEST_SEED={Setting.Seed} DURABLE_TEST_CUTS={Setting.Cuts}");
        var sample = SampleProject.Named(name);
        var others = TestProject.Create([.. sample.Others]);
        var complete = TestProject.NewDriver().RunGenerators(Typed(others, sample.Workflow), Token).GetRunResult();
        Assert.NotEmpty(complete.GeneratedTrees);

        // One driver for all, as in an editor.
        var driver = TestProject.NewDriver();
        var typed = new TypedSample(sample, TestProject.ParseOptions, KnownNames.Of(Typed(others, sample.Workflow)));
        var cuts = typed.Cut(new Random(Setting.Seed), Setting.Cuts).OrderBy(static cut => cut.Position).ToList();
        foreach (var (position, text) in cuts)
        {
            driver = driver.RunGenerators(Typed(others, text), Token);
            AssertCalm(driver, $"{name} cut at {position}");
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {cuts.Count} texts");
    }

    [Fact]
    public void Generate_SampleWithoutEachLine_NeverThrows()
    {
        var lines = Samples.Order.Split('\n');
        for (var missing = 0; missing < lines.Length; missing++)
        {
            AssertCalm(string.Join('\n', lines.Where((_, index) => index != missing)), $"without line {missing}");
        }
    }

    [Theory]
    [InlineData("[Durable.Workflow]")]
    [InlineData("[Durable.Workflow] public partial class")]
    [InlineData("[Durable.Workflow] public partial class { }")]
    [InlineData("[Durable.Workflow(")]
    [InlineData("[Durable.Workflow(1)] public partial class W { }")]
    [InlineData("[Durable.Workflow] public partial class W : W { }")]
    [InlineData("[Durable.Workflow] [Durable.Workflow] public partial class W { public System.Threading.Tasks.Task RunAsync(Durable.WorkflowContext c) => null!; }")]
    [InlineData("[Durable.Workflow] partial class W { public System.Threading.Tasks.Task RunAsync(Durable.WorkflowContext c) => null!; } [Durable.Workflow] partial class W;")]
    [InlineData("[Durable.Workflow] partial class W { public System.Threading.Tasks.Task RunAsync(Durable.WorkflowContext c) => null!; } [Durable.Workflow] partial class W { public System.Threading.Tasks.Task RunAsync(Durable.WorkflowContext c) => null!; }")]
    [InlineData("[Durable.Workflow] public partial class W { [Durable.Step] virtual Task (int) => ; }")]
    [InlineData("[Durable.Workflow] public partial class W(int, string { public System.Threading.Tasks.Task RunAsync(Durable.WorkflowContext c) => null!; }")]
    [InlineData("[Durable.Workflow] public partial class W { [Durable.Step(Compensate = )] protected virtual System.Threading.Tasks.Task A(int a, int a) => null!; public System.Threading.Tasks.Task RunAsync(Durable.WorkflowContext c) => null!; }")]
    public void Generate_BrokenDeclaration_NeverThrows(string source) => AssertCalm(source, source);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static CSharpCompilation Typed(CSharpCompilation others, string text) =>
        others.AddSyntaxTrees(CSharpSyntaxTree.ParseText(text, TestProject.ParseOptions, "Typed.cs", cancellationToken: Token));

    private static void AssertCalm(string source, string what) =>
        AssertCalm(TestProject.NewDriver().RunGenerators(TestProject.Create(source), Token), what);

    private static void AssertCalm(GeneratorDriver driver, string what)
    {
        var result = driver.GetRunResult().Results.Single();
        Assert.True(result.Exception is null, $"{what}: {result.Exception}");
        Assert.Empty(result.Diagnostics);
    }
}
