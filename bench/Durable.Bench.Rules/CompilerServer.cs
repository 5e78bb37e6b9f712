using System.Diagnostics;

namespace Durable.Bench.Rules;

/// <summary>The SDK's own compiler server, as a build uses it: one process that stays warm from build to build.</summary>
internal sealed class CompilerServer : IDisposable
{
    private readonly string _pipe = $"durable-bench-{Environment.ProcessId}";

    /// <summary>The analyzers that the SDK brings to every build, and which of them it asks.</summary>
    public static IEnumerable<string> StockAnalyzers
    {
        get
        {
            var analyzers = Path.Combine(SdkCompiler.Sdk, "Sdks", "Microsoft.NET.Sdk", "analyzers");
            yield return $"/analyzer:{Path.Combine(analyzers, "Microsoft.CodeAnalysis.NetAnalyzers.dll")}";
            yield return $"/analyzer:{Path.Combine(analyzers, "Microsoft.CodeAnalysis.CSharp.NetAnalyzers.dll")}";
            yield return $"/analyzerconfig:{Path.Combine(analyzers, "build", "config", $"analysislevel_{Environment.Version.Major}_default.globalconfig")}";
        }
    }

    /// <summary>Seconds that a build took, and what the compiler printed.</summary>
    public async Task<(double Seconds, string Output)> CompileAsync(string arguments, IEnumerable<string> more)
    {
        var watch = Stopwatch.StartNew();
        var output = await RunAsync("csc.dll", [$"/shared:{_pipe}", "/keepalive:600", "/noconfig", "/preferreduilang:en-US", $"@{arguments}", .. more]);
        return (watch.Elapsed.TotalSeconds, output);
    }

    public void Dispose() => RunAsync("VBCSCompiler.dll", ["-shutdown", $"-pipename:{_pipe}"]).GetAwaiter().GetResult();

    private static async Task<string> RunAsync(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [SdkCompiler.PathOf(program), .. arguments]) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException(output);
    }
}
