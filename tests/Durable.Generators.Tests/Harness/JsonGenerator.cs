using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Durable.Generators.Tests.Harness;

/// <summary>System.Text.Json's own source generator, as the SDK would run it beside ours.</summary>
internal static class JsonGenerator
{
    private static readonly ISourceGenerator[] s_generators = Load();

    /// <summary>What it adds to a project. Neither generator sees the other's output.</summary>
    public static IEnumerable<SyntaxTree> Run(CSharpCompilation project)
    {
        CSharpGeneratorDriver
            .Create(s_generators, parseOptions: (CSharpParseOptions)project.SyntaxTrees[0].Options)
            .RunGeneratorsAndUpdateCompilation(project, out var output, out var diagnostics);
        Assert.Empty(diagnostics);
        return output.SyntaxTrees.Where(tree => !project.ContainsSyntaxTree(tree));
    }

    private static ISourceGenerator[] Load()
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var packs = Path.GetFullPath(Path.Combine(runtime, "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref"));
        var file = Directory.EnumerateFiles(packs, "System.Text.Json.SourceGeneration.dll", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).Last();
        return [.. new AnalyzerFileReference(file, new Loader()).GetGenerators(LanguageNames.CSharp)];
    }

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public System.Reflection.Assembly LoadFromPath(string fullPath) => System.Reflection.Assembly.LoadFrom(fullPath);
    }
}
