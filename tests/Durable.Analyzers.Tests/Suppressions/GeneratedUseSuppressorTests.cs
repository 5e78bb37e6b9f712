using System.Globalization;
using Durable.Analyzers.Suppressions;
using Durable.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Durable.Analyzers.Tests.Suppressions;

public sealed class GeneratedUseSuppressorTests
{
    private const string Source = """
        [Workflow]
        internal partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => ShipAsync(1);
            [Step(Compensate = nameof(ReturnAsync))] protected virtual Task ShipAsync(int next, StepContext step = default) => Task.CompletedTask;
            private Task ReturnAsync() => Task.FromResult(1);
            protected virtual Task BillAsync(StepContext get) => Task.CompletedTask;
        }

        internal class Plain;
        """;

    [Fact]
    public async Task Reports_OnWhatGeneratedCodeUses_AreSilenced()
    {
        var silenced = await RunAsync(Sources.Compile([Source], References.WithRuntime), suppressed: true);

        Assert.Equal(["CA1716 step", "CA1812 OrderWorkflow", "CA1822 RunAsync", "CA1852 OrderWorkflow", "CA1859 ReturnAsync"], silenced);
    }

    [Fact]
    public async Task Reports_OnEverythingElse_Stay()
    {
        var left = await RunAsync(Sources.Compile([Source], References.WithRuntime), suppressed: false);

        Assert.Equal(
            [
                "CA1716 ctx", "CA1716 get", "CA1716 next", "CA1812 Plain",
                "CA1822 BillAsync", "CA1822 ReturnAsync", "CA1822 ShipAsync",
                "CA1852 Plain",
                "CA1859 BillAsync", "CA1859 RunAsync", "CA1859 ShipAsync",
            ],
            left);
    }

    [Fact]
    public async Task Reports_WithoutTheRuntime_Stay() =>
        Assert.Empty(await RunAsync(Sources.Compile([Source], References.WithoutRuntime), suppressed: true));

    private static async Task<IEnumerable<string>> RunAsync(Compilation compilation, bool suppressed)
    {
        var run = compilation.WithAnalyzers(
            [new EverythingReported(), new GeneratedUseSuppressor()],
            new CompilationWithAnalyzersOptions(
                new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false, reportSuppressedDiagnostics: true));
        var diagnostics = await run.GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain(diagnostics, static diagnostic => diagnostic.Id == "AD0001");
        return diagnostics
            .Where(diagnostic => diagnostic.IsSuppressed == suppressed)
            .Select(static diagnostic => $"{diagnostic.Id} {diagnostic.GetMessage(CultureInfo.InvariantCulture)}")
            .Order(StringComparer.Ordinal);
    }
}
