using Durable.Generators.Tests.Harness;

namespace Durable.Generators.Tests;

/// <summary>The generated text itself, as a reader of it sees it.</summary>
public sealed class WorkflowGeneratorTests
{
    [Fact]
    public void Order_WholeWorkflow_MatchesSnapshot()
    {
        var run = GeneratorRun.Of(TestProject.Create(Samples.Order)).AssertClean();

        Snapshot.Match(run.Source("Shop.OrderWorkflow.g.cs"));
    }

    [Fact]
    public void Cart_Handlers_MatchSnapshot()
    {
        var run = GeneratorRun.Of(TestProject.Create(Samples.Cart)).AssertClean();

        Snapshot.Match(run.Source("Shop.CartWorkflow.g.cs"));
    }

    [Fact]
    public void Payment_SharedSteps_MatchSnapshot()
    {
        var run = GeneratorRun.Of(TestProject.Create(Samples.Payment)).AssertClean();

        Snapshot.Match(run.Source("Shop.PaymentSteps.g.cs"));
    }

    [Fact]
    public void Payment_WorkflowThatTakesSharedSteps_MakesTheirRecordedVersion()
    {
        var text = GeneratorRun.Of(TestProject.Create(Samples.Payment)).AssertClean().Source("Shop.PayWorkflow.g.cs");

        Assert.Contains("global::Durable.Generated.WorkflowServices.Shared<global::Shop.PaymentSteps>(services, run)),", text, StringComparison.Ordinal);
        Assert.Contains(".. global::Durable.Generated.WorkflowServices.StepsOf<global::Shop.PaymentSteps>(),", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Registry_OneWorkflow_MatchesSnapshot()
    {
        var run = GeneratorRun.Of(TestProject.Create(Samples.Order)).AssertClean();

        Snapshot.Match(run.Source("Durable-AddWorkflows.g.cs"));
    }
}
