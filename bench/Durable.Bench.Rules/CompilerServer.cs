using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Durable.Bench.Rules;

/// <summary>The SDK's own compiler server, as a build uses it: one process that stays warm from build to build.</summary>
internal sealed class CompilerServer : IDisposable
{
    private readonly string _sdk = FindSdk();
    private readonly string _pipe = $"durable-bench-{Environment.ProcessId}";

    /// <summary>The analyzers that the SDK brings to every build, and which of them it asks.</summary>
    public IEnumerable<string> StockAnalyzers
    {
        get
        {
            var analyzers = Path.Combine(_sdk, "Sdks", "Microsoft.NET.Sdk", "analyzers");
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

    private async Task<string> RunAsync(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(_sdk, "Roslyn", "bincore", program), .. arguments]) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException(output);
    }

    // The newest one beside the runtime that runs this.
    private static string FindSdk() => Directory
        .EnumerateDirectories(Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "sdk")))
        .Where(static sdk => File.Exists(Path.Combine(sdk, "Roslyn", "bincore", "csc.dll")))
        .Order(StringComparer.Ordinal)
        .Last();
}
