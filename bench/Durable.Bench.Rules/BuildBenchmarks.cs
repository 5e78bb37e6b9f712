using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Durable.Bench.Rules;

/// <summary>A build of the large project as the SDK does it: compiled and analyzed at once, without our rules and with them.</summary>
/// <remarks>Without them an analyzer that wants to see everything and does nothing stands for those that the SDK runs in each build: what the compiler makes ready for any of them is not ours.</remarks>
public class BuildBenchmarks
{
    private CSharpCompilation _project = null!;

    [Params(true, false)]
    public bool WithRuntime { get; set; }

    // Each build has files of its own, as a compiler has: the rules carry what they know of a file to the next build that holds it. Reading them is no part of what is compared.
    [IterationSetup]
    public void Prepare() => _project = LargeProject.Create(WithRuntime);

    [Benchmark(Baseline = true, Description = "without the rules")]
    public Task<int> Without() => BuildAsync([new IdleAnalyzer()]);

    [Benchmark(Description = "with the rules")]
    public Task<int> With() => BuildAsync([new IdleAnalyzer(), .. LargeProject.Rules]);

    private async Task<int> BuildAsync(IEnumerable<DiagnosticAnalyzer> analyzers)
    {
        var compilation = _project.WithAnalyzers([.. analyzers], new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), null, concurrentAnalysis: true, logAnalyzerExecutionTime: false));
        var found = await compilation.GetAllDiagnosticsAsync();
        using var image = new MemoryStream();
        return compilation.Compilation.Emit(image).Success ? found.Length : throw new InvalidOperationException("The project does not compile.");
    }
}
