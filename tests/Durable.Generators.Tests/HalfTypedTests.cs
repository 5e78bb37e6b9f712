using Durable.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Durable.Generators.Tests;

/// <summary>Code that is being typed may be anything; the generator stays calm and quiet.</summary>
public sealed class HalfTypedTests
{
    [Fact]
    public void Generate_SampleCutAtEachCharacter_NeverThrows()
    {
        for (var length = 0; length <= Samples.Order.Length; length++)
        {
            AssertCalm(Samples.Order[..length], $"cut at {length}");
        }
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

    private static void AssertCalm(string source, string what)
    {
        var compilation = TestProject.Create(source);
        var driver = CSharpGeneratorDriver.Create([new WorkflowGenerator().AsSourceGenerator()], parseOptions: TestProject.ParseOptions);

        var result = driver.RunGenerators(compilation, TestContext.Current.CancellationToken).GetRunResult().Results.Single();

        Assert.True(result.Exception is null, $"{what}: {result.Exception}");
        Assert.Empty(result.Diagnostics);
    }
}
