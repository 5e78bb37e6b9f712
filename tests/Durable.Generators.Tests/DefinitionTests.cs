using Durable.Generators.Tests.Harness;

namespace Durable.Generators.Tests;

/// <summary>What the compiled definition says, asked through the runtime's own types.</summary>
public sealed class DefinitionTests
{
    [Fact]
    public void Definition_Order_DescribesTheClass()
    {
        var definition = CompiledProject.Of(Samples.Order).Definition("Shop.OrderWorkflow");

        Assert.Equal(("order", 1, "default"), (definition.Name, definition.Version, definition.Queue));
        Assert.Equal(["ReserveStock", "charge", "Ship"], definition.Steps.Select(step => step.Id));
        Assert.Equal([true, true, false], definition.Steps.Select(step => step.HasCompensator));
        Assert.Equal(StepPolicy.Default, definition.Steps[0].Policy);
        Assert.Equal(5, definition.Steps[1].Policy.MaxAttempts);
        Assert.Equal(TimeSpan.FromSeconds(30), definition.Steps[1].Policy.Timeout);
        Assert.Equal("approved", Assert.Single(definition.Signals).Name);
        Assert.Equal("Approval", definition.Signals[0].PayloadType.Name);
    }

    [Fact]
    public void Definition_NoName_IsMadeOfTheClassName()
    {
        var definition = CompiledProject.Of(
            Samples.Minimal.Replace("AddWorkflow", "HttpImportWorkflow", StringComparison.Ordinal)).Definition("HttpImportWorkflow");

        Assert.Equal("http-import", definition.Name);
    }

    [Fact]
    public void Definition_SignalIsDeclaredInAnotherPart_IsThereAtTheStart()
    {
        var definition = CompiledProject.Of(
            Samples.Minimal, "using Durable; partial class AddWorkflow { public static readonly Signal<int> Late = new(\"late\"); }").Definition("AddWorkflow");

        Assert.Equal("late", Assert.Single(definition.Signals).Name);
    }

    [Fact]
    public void Fingerprint_BodiesCommentsPoliciesAndOrder_ChangeNothing()
    {
        var before = Fingerprint(Samples.Order);

        Assert.Matches("^[0-9a-f]{16}$", before);
        Assert.Equal(before, Fingerprint(Samples.Order.Replace("warehouse.ShipAsync(order.Id)", "warehouse.ShipAsync(\"\") /* other */", StringComparison.Ordinal)));
        Assert.Equal(before, Fingerprint(Samples.Order.Replace("MaxAttempts = 5, Timeout = \"30s\"", "MaxAttempts = 6", StringComparison.Ordinal)));
        Assert.Equal(before, Fingerprint(Samples.Order.Replace("RefundAsync(string orderId, string chargeId,", "RefundAsync(string orderId, string result,", StringComparison.Ordinal).Replace("chargeId, step.Id", "result, step.Id", StringComparison.Ordinal)));
        Assert.Equal(before, Fingerprint(Samples.Order.Replace("ReleaseStockAsync", "GiveBackAsync", StringComparison.Ordinal)));
        var ship = "[Step] protected virtual Task<string> ShipAsync(Order order) => warehouse.ShipAsync(order.Id);";
        Assert.Equal(before, Fingerprint(Samples.Order.Replace(ship, "", StringComparison.Ordinal).Replace("public static readonly Signal", ship + "\npublic static readonly Signal", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("[Step(\"charge\"", "[Step(\"charge-card\"")]
    [InlineData("string orderId, decimal total, StepContext step = default", "string orderId, decimal total, bool express, StepContext step = default")]
    [InlineData("Task<string> ChargeCardAsync", "Task<string?> ChargeCardAsync", false)]
    [InlineData("[Step] protected virtual Task<string> ShipAsync(Order order)", "[Step] protected virtual Task<string> ShipAsync(Order parcel)")]
    [InlineData("[Step(Compensate = nameof(ReleaseStockAsync))]", "[Step]")]
    [InlineData("[Step(Compensate = nameof(ReleaseStockAsync))]", "[Step(Compensate = nameof(ReleaseStockAsync), CompensateOn = CompensateOn.Started)]")]
    [InlineData("new(\"approved\")", "new(\"granted\")")]
    [InlineData("record Approval(bool Granted)", "record Approval(bool Granted, string? By)")]
    [InlineData("record Receipt(string ChargeId", "record Receipt(int ChargeId")]
    [InlineData("decimal Total, IReadOnlyList<string> Skus", "decimal Total, IReadOnlyList<int> Skus")]
    [InlineData("IReadOnlyList<string> Skus", "List<string> Skus", false)]
    [InlineData("Receipt", "Slip", false)]
    [InlineData("[Workflow(\"order\")]", "[Workflow(\"order\", Version = 2)]")]
    public void Fingerprint_SomethingRecordedChanges_ChangesWithIt(string old, string replacement, bool isRecorded = true)
    {
        Assert.Contains(old, Samples.Order, StringComparison.Ordinal);

        var changed = Fingerprint(Samples.Order.Replace(old, replacement, StringComparison.Ordinal));

        Assert.Equal(isRecorded, changed != Fingerprint(Samples.Order));
    }

    // Read from the text: some of these edits would need their callers edited too, and only declarations count.
    private static string Fingerprint(string source)
    {
        var text = GeneratorRun.Of(TestProject.Create(source)).Source("Shop.OrderWorkflow.g.cs");
        var start = text.IndexOf("fingerprint: \"", StringComparison.Ordinal) + "fingerprint: \"".Length;
        return text[start..text.IndexOf('"', start)];
    }
}
