using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Durable.Bench.Rules;

/// <summary>The project that is measured, and the rules as a compiler loads them.</summary>
internal static class LargeProject
{
    public const int Files = 2_000;
    public const int Workflows = 50;
    public const int Helpers = 300;

    // By name: an assembly that the bench compiles against may hold the same linked types.
    public static ImmutableArray<DiagnosticAnalyzer> Rules { get; } = Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, "Durable.Analyzers.dll")).GetTypes()
        .Where(static type => type.GetCustomAttribute<DiagnosticAnalyzerAttribute>() is not null)
        .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type, nonPublic: true)!)
        .ToImmutableArray();

    public static CSharpCompilation Create(bool withRuntime = true) => RuleProject.Create(Files, Workflows, Helpers, withRuntime);
}
