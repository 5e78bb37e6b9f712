using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Durable.Analyzers.Tests.Suppressions;

/// <summary>The real rules that every project gets: those of the SDK that runs this test.</summary>
internal static class StockAnalyzers
{
    private static readonly string[] s_files = ["Microsoft.CodeAnalysis.NetAnalyzers.dll", "Microsoft.CodeAnalysis.CSharp.NetAnalyzers.dll"];

    private static readonly Lazy<ImmutableArray<DiagnosticAnalyzer>> s_all = new(Load);

    /// <summary>Those that report one of the ids; skips the test, with a reason, where there is no SDK beside the runtime.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> For(params IEnumerable<string> ids)
    {
        if (s_all.Value.IsEmpty)
        {
            Assert.Skip("No .NET SDK stands beside the runtime of this test.");
        }

        var found = s_all.Value.Where(analyzer => analyzer.SupportedDiagnostics.Any(rule => ids.Contains(rule.Id))).ToImmutableArray();
        Assert.All(ids, id => Assert.Contains(found, analyzer => analyzer.SupportedDiagnostics.Any(rule => rule.Id == id)));
        return found;
    }

    private static ImmutableArray<DiagnosticAnalyzer> Load()
    {
        var sdks = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "sdk"));
        var folder = Directory.Exists(sdks)
            ? Directory.EnumerateDirectories(sdks)
                .Select(static sdk => Path.Combine(sdk, "Sdks", "Microsoft.NET.Sdk", "analyzers"))
                .Where(static path => s_files.All(file => File.Exists(Path.Combine(path, file))))
                .Order(StringComparer.Ordinal)
                .LastOrDefault()
            : null;
        return folder is null
            ? []
            : [
                .. s_files
                    .SelectMany(file => Assembly.LoadFrom(Path.Combine(folder, file)).GetTypes())
                    .Where(static type => !type.IsAbstract && type.GetCustomAttribute<DiagnosticAnalyzerAttribute>()?.Languages.Contains(LanguageNames.CSharp) == true)
                    .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type, nonPublic: true)!),
            ];
    }
}
