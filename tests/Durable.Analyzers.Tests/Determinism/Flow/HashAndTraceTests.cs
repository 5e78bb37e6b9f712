using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests.Determinism.Flow;

public sealed class HashAndTraceTests // DUR0013, DUR0017
{
    [Theory]
    [InlineData("if (name.{|DUR0013:GetHashCode|}() % 2 == 0) await ShipAsync(name);")]
    [InlineData("var bucket = Math.Abs(name.{|DUR0013:GetHashCode|}()) % 4; while (bucket > 0) { bucket--; await ShipAsync(name); }")]
    [InlineData("switch ({|DUR0013:HashCode.Combine|}(1, 2)) { case 0: await ShipAsync(name); break; }")]
    [InlineData("var kind = {|DUR0013:HashCode.Combine|}(name) switch { > 0 => \"a\", _ => \"b\" }; await ShipAsync(kind);")]
    [InlineData("await ShipAsync(name.{|DUR0013:GetHashCode|}().ToString());")]
    [InlineData("await ShipAsync($\"{name.{|DUR0013:GetHashCode|}(StringComparison.Ordinal)}\");")]
    [InlineData("var hash = new HashCode(); hash.Add(1); await ctx.CheckpointAsync(hash.{|DUR0013:ToHashCode|}());")]
    [InlineData("await ctx.CheckpointAsync(new object().{|DUR0013:GetHashCode|}());")]
    [InlineData("await ctx.CheckpointAsync(StringComparer.Ordinal.{|DUR0013:GetHashCode|}(name));")]
    [InlineData("await ctx.CheckpointAsync((name, 1).{|DUR0013:GetHashCode|}());")]
    [InlineData("await ctx.CheckpointAsync({|DUR0013:System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode|}(name));")]
    [InlineData("for (var i = name.{|DUR0013:GetHashCode|}(); i < 5; i++) await ShipAsync(name);")]
    [InlineData("_bucket = name.{|DUR0013:GetHashCode|}();")]
    [InlineData("int Bucket() => name.{|DUR0013:GetHashCode|}(); await ctx.CheckpointAsync(Bucket());")]
    [InlineData("var sku = name.{|DUR0013:GetHashCode|}() > 0 ? \"a\" : \"b\"; await ShipAsync(sku);")]
    [InlineData("await ctx.CheckpointAsync(new Named(name).{|DUR0013:GetHashCode|}());")]
    [InlineData("await ctx.CheckpointAsync(new Sku(name).{|DUR0013:GetHashCode|}());")]
    [InlineData("_bucket = 1; _ = name.{|DUR0013:GetHashCode|}() switch { 0 => 1, _ => 2 };")]
    public Task HashCode_ThatDecides_Reports(string statement) => Verify.ReportsAsync(InBody(statement));

    [Theory]
    [InlineData("if (5.GetHashCode() > 0) await ShipAsync(name);")]
    [InlineData("await ctx.CheckpointAsync(DayOfWeek.Friday.GetHashCode() + Guid.Empty.GetHashCode() + 'c'.GetHashCode());")]
    [InlineData("await ctx.CheckpointAsync(EqualityComparer<int>.Default.GetHashCode(5));")]
    [InlineData("await ctx.CheckpointAsync(new Numbered(5).GetHashCode());")]
    [InlineData("var hash = name.GetHashCode(); ctx.Logger.Equals(hash);")]
    [InlineData("var set = new HashSet<string> { name }; if (set.Contains(name)) await ShipAsync(name);")]
    [InlineData("if (name.Length == 3) await ShipAsync(nameof(name.GetHashCode));")]
    [InlineData("await ctx.StepAsync(\"hash\", async step => name.GetHashCode() > 0 ? 1 : 2);")]
    [InlineData("if (new Other().GetHashCode(name) > 0) await ShipAsync(name);")]
    [InlineData("ctx.Logger.Equals(new Named(name).GetHashCode());")]
    [InlineData("await ctx.StepAsync(\"a\", s => Task.FromResult(Bucket())); int Bucket() => name.GetHashCode();")]
    [InlineData("Action log = () => ctx.Logger.Equals(name.GetHashCode()); await ShipAsync(log.Method.Name);")]
    public Task HashCode_ThatIsStableOrDecidesNothing_DoesNotReport(string statement) => Verify.ReportsAsync(InBody(statement));

    [Theory]
    [InlineData("await ShipAsync({|DUR0017:e.ToString()|});")]
    [InlineData("await ShipAsync({|DUR0017:$\"Failed: {e}\"|});")]
    [InlineData("await ShipAsync({|DUR0017:\"Failed: \" + e|});")]
    [InlineData("await ShipAsync({|DUR0017:string.Concat(\"Failed: \", e)|});")]
    [InlineData("await ctx.CheckpointAsync({|DUR0017:e.StackTrace|});")]
    [InlineData("var text = e.InnerException?.StackTrace ?? \"\"; ctx.Emit(\"failed\", {|DUR0017:text.Trim()|});")]
    [InlineData("await ShipAsync({|DUR0017:Environment.StackTrace|});")]
    [InlineData("await ShipAsync({|DUR0017:new System.Diagnostics.StackTrace().ToString()|});")]
    [InlineData("await ctx.CheckpointAsync({|DUR0017:new Failure(e.Message, e.ToString())|});")]
    [InlineData("await ctx.CompensateAsync({|DUR0017:e.ToString()|});")]
    [InlineData("await ShipAsync({|DUR0017:e + \"!\"|});")]
    [InlineData("var kept = ctx.CheckpointAsync({|DUR0017:e.ToString()|}); await ShipAsync($\"{kept.Id}\"); await kept;")]
    [InlineData("ctx.Metadata.Set(\"error\", {|DUR0017:e.ToString()|});")]
    public Task Trace_ThatIsRecorded_Reports(string statement) => Verify.ReportsAsync(InCatch(statement));

    [Theory]
    [InlineData("await ShipAsync(e.Message + e.GetType().Name);")]
    [InlineData("ctx.Logger.Equals(e.ToString());")]
    [InlineData("await ctx.CompensateAsync($\"failed: {e.Message}\");")]
    [InlineData("var text = e.ToString(); if (text.Length < 0) throw new InvalidOperationException(text, e);")]
    [InlineData("await ShipAsync(new Failure(\"a\", \"b\").ToString());")]
    [InlineData("await ctx.StepAsync(\"log\", async step => e.ToString());")]
    public Task Trace_ThatIsNotRecorded_DoesNotReport(string statement) => Verify.ReportsAsync(InCatch(statement));

    private static string InCatch(string statement) => InBody($"try {{ await ShipAsync(name); }} catch (InvalidOperationException e) {{ {statement} }}");

    private static string InBody(string statement) => $$"""
        public sealed record Failure(string Message, string? Details);
        public readonly record struct Sku(string Name);
        public sealed class Named(string name) { public override int GetHashCode() => HashCode.Combine(name); public override bool Equals(object? other) => other == this; }
        public sealed class Numbered(int number) { public override int GetHashCode() => number; public override bool Equals(object? other) => other == this; }
        public sealed class Other { public int GetHashCode(string text) => text.Length; }

        [Workflow]
        public partial class OrderWorkflow
        {
            private int _bucket;

            public async Task RunAsync(WorkflowContext ctx, string name)
            {
                {{statement}}
                await ctx.SleepAsync(TimeSpan.FromSeconds(Math.Sign(_bucket)));
            }

            [Step] protected virtual Task ShipAsync(string sku) => Task.CompletedTask;
        }
        """;
}
