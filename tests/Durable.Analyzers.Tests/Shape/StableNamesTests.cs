using Durable.Shared.Shape;

namespace Durable.Analyzers.Tests.Shape;

public sealed class StableNamesTests
{
    [Theory]
    [InlineData("OrderWorkflow", "order")]
    [InlineData("OrderIntakeWorkflow", "order-intake")]
    [InlineData("Order", "order")]
    [InlineData("Workflow", "workflow")]
    [InlineData("HTTPImportWorkflow", "http-import")]
    [InlineData("ImportHTTP", "import-http")]
    [InlineData("Order2Intake", "order2-intake")]
    [InlineData("V2Workflow", "v2")]
    [InlineData("ABWorkflow", "ab")]
    [InlineData("_Order", "_order")]
    [InlineData("OrderWorkflowV2", "order-workflow-v2")]
    public void ForWorkflow_ClassName_IsKebabCaseWithoutWorkflow(string className, string expected) =>
        Assert.Equal(expected, StableNames.ForWorkflow(className));

    [Theory]
    [InlineData("ShipAsync", "Ship")]
    [InlineData("Ship", "Ship")]
    [InlineData("Async", "Async")]
    [InlineData("ShipasyncAsync", "Shipasync")]
    public void ForStep_MethodName_LosesAsync(string methodName, string expected) =>
        Assert.Equal(expected, StableNames.ForStep(methodName));

    [Theory]
    [InlineData("charge-card_2.1", true)]
    [InlineData("", false)]
    [InlineData("a b", false)]
    [InlineData("a#2", false)]
    [InlineData("a/b", false)]
    [InlineData("ü", false)]
    public void IsValid_Name_FollowsTheRuntimesRule(string name, bool expected)
    {
        Assert.Equal(expected, StableNames.IsValid(name));
        Assert.Equal(expected, Record.Exception(() => new Signal<int>(name)) is null);
        Assert.Equal(expected, StableNames.Explain(name) is null);
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void IsValid_Length_IsAtMost100(int length, bool expected) =>
        Assert.Equal(expected, StableNames.IsValid(new string('a', length)));
}
