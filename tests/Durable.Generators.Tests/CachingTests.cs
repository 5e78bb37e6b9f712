using Durable.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace Durable.Generators.Tests;

/// <summary>An edit costs as much as it changes. Each run also checks its stage values and its output, see <see cref="IncrementalProject"/>.</summary>
public sealed class CachingTests
{
    [Fact]
    public void Output_NothingEdited_IsReused()
    {
        var project = new IncrementalProject(Samples.Order, Samples.Minimal);

        project.Replace(1, Samples.Minimal);

        AssertReused(project);
    }

    [Fact]
    public void Output_UnrelatedFileEdited_IsReused()
    {
        var project = new IncrementalProject(Samples.Order, "public class Other;");

        project.Edit(1, "Other;", "Other { public int X => 1; }");

        AssertReused(project);
    }

    [Fact]
    public void Output_LineInsertedAbove_IsReused()
    {
        var project = new IncrementalProject(Samples.Order);

        project.Edit(0, "namespace Shop;", "namespace Shop;\n\n// A comment that moves every line below it.\n");

        AssertReused(project);
    }

    [Fact]
    public void Output_StepBodyEdited_IsReused()
    {
        var project = new IncrementalProject(Samples.Order);

        project.Edit(0, "warehouse.ShipAsync(order.Id)", "warehouse.ShipAsync(order.Id + \"!\")");

        AssertReused(project);
    }

    [Fact]
    public void Output_StepSignatureChanged_IsRewritten()
    {
        var project = new IncrementalProject(Samples.Order, Samples.Minimal);

        project.Edit(0, "string orderId, decimal total, StepContext step = default", "string orderId, decimal total, bool express, StepContext step = default");

        Assert.Equal([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Unchanged], project.Reasons(StageNames.Parse));
        Assert.Equal([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached], project.Reasons(StageNames.Model));
        Assert.All(project.Reasons(StageNames.Registry), reason => Assert.True(IsReused(reason), $"registry: {reason}"));
        Assert.Contains(project.Result.GeneratedSources, source => source.SourceText.ToString().Contains("bool express", StringComparison.Ordinal));
    }

    [Fact]
    public void Output_PayloadTypeInAnotherFileChanged_IsRewritten()
    {
        var project = new IncrementalProject(
            Samples.Minimal.Replace("int left", "Amount left", StringComparison.Ordinal).Replace("left + right", "1", StringComparison.Ordinal),
            "public sealed record Amount(int Value);");

        project.Edit(1, "int Value", "int Value, string Currency");

        Assert.Equal([IncrementalStepRunReason.Modified], project.Reasons(StageNames.Model));
    }

    [Theory]
    [InlineData(0, "\"saved\"", "1.5f")]
    [InlineData(2, "\"stuck\"", "System.Guid.Empty")]
    public void Output_RecordedValueInABodyOfAnotherFileChanged_IsRewritten(int file, string old, string replacement)
    {
        // Neither the attribute's file nor any declaration changes, only what a base or another part gives to ctx.CheckpointAsync.
        var project = new IncrementalProject(FamilySample.Files);
        Assert.Single(project.Reasons(StageNames.Model));

        project.Edit(file, old, replacement);

        Assert.Equal([IncrementalStepRunReason.Modified], project.Reasons(StageNames.Model));
    }

    [Fact]
    public void Registry_WorkflowAdded_IsRewrittenAlone()
    {
        var project = new IncrementalProject(Samples.Order, "public class Other;");

        project.Replace(1, Samples.Minimal);

        Assert.Equal([IncrementalStepRunReason.New, IncrementalStepRunReason.Cached], project.Reasons(StageNames.Model).Order());
        Assert.Equal([IncrementalStepRunReason.Modified], project.Reasons(StageNames.Registry));
        Assert.Equal(3, project.Result.GeneratedSources.Length);
    }

    [Fact]
    public void Output_ManyWorkflowsOnEveryProcessor_IsThatOfOneProcessor()
    {
        var sources = Enumerable.Range(0, 20).Select(ManyOf).ToArray();
        var compilation = TestProject.Create(sources);
        var alone = TestProject.NewDriver()
            .RunGenerators(compilation.WithOptions(compilation.Options.WithConcurrentBuild(false)), TestContext.Current.CancellationToken).GetRunResult().Results.Single();

        var project = new IncrementalProject(sources);

        Assert.Equal(21, project.Result.GeneratedSources.Length);
        Assert.Equal(
            alone.GeneratedSources.Select(source => (source.HintName, source.SourceText.ToString(), source.SourceText.ChecksumAlgorithm)),
            project.Result.GeneratedSources.Select(source => (source.HintName, source.SourceText.ToString(), source.SourceText.ChecksumAlgorithm)));

        // What was written ahead is gone: an edit, a file more and back again bring what a fresh run does.
        project.Edit(7, "AddAsync(int value)", "AddAsync(int value, string? note)");
        Assert.Equal(1, project.Reasons(StageNames.Model).Count(reason => reason == IncrementalStepRunReason.Modified));
        project.Replace(7, "public class Other;");
        project.Replace(7, sources[7]);
    }

    [Fact]
    public void Output_WorkflowBrokenAndRepaired_ComesBackTheSame()
    {
        var project = new IncrementalProject(Samples.Order);
        var before = project.Result.GeneratedSources.Select(source => source.SourceText.ToString()).ToList();

        project.Edit(0, "public partial class OrderWorkflow", "public sealed partial class OrderWorkflow");
        Assert.Empty(project.Result.GeneratedSources);

        project.Edit(0, "public sealed partial class OrderWorkflow", "public partial class OrderWorkflow");
        Assert.Equal(before, project.Result.GeneratedSources.Select(source => source.SourceText.ToString()));
    }

    [Fact]
    [Trait("Category", "Nightly")]
    public void Output_RandomEdits_EqualAFreshRun()
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"DURABLE_TEST_SEED={Setting.Seed} DURABLE_TEST_EDITS={Setting.Edits}");
        string[] originals = [Samples.Order, Samples.Minimal, Samples.Cart, .. FamilySample.Files];
        var texts = originals.ToArray();
        var project = new IncrementalProject(originals);
        var edits = new RandomEdits(new Random(Setting.Seed), originals);
        var written = new HashSet<int>();

        // The project itself compares each run with a fresh one.
        for (var edit = 0; edit < Setting.Edits; edit++)
        {
            var file = edits.Next(texts);
            project.Replace(file, texts[file]);
            written.Add(project.Result.GeneratedSources.Length);
        }

        Assert.True(written.Count > 2, "The edits left the project as it was.");
    }

    private static string ManyOf(int number) => $$"""
        namespace Many;

        public sealed record Payload{{number}}(string Id, System.Collections.Generic.IReadOnlyList<decimal> Amounts);

        [Durable.Workflow]
        public partial class Many{{number}}Workflow
        {
            public System.Threading.Tasks.Task<Payload{{number}}> RunAsync(Durable.WorkflowContext ctx, Payload{{number}} input) =>
                System.Threading.Tasks.Task.FromResult(input);

            [Durable.Step] protected virtual System.Threading.Tasks.Task<int?> AddAsync(int value) => throw null!;
        }
        """;

    private static void AssertReused(IncrementalProject project)
    {
        Assert.All(project.Reasons(StageNames.Parse), reason => Assert.True(IsReused(reason), $"parse: {reason}"));
        Assert.All(project.Reasons(StageNames.Model), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
        Assert.All(project.Reasons(StageNames.Registry), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
        Assert.All(project.OutputReasons, reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    private static bool IsReused(IncrementalStepRunReason reason) =>
        reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged;
}
