using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Durable.Generators.Tests.Harness;

/// <summary>What one run of the generator over one project gave.</summary>
internal sealed record GeneratorRun(CSharpCompilation Output, GeneratorDriverRunResult Result)
{
    public ImmutableArray<GeneratedSourceResult> Sources => Result.Results.Single().GeneratedSources;

    public static GeneratorRun Of(CSharpCompilation compilation)
    {
        var driver = TestProject.NewDriver((CSharpParseOptions)compilation.SyntaxTrees[0].Options)
            .RunGeneratorsAndUpdateCompilation(compilation, out var output, out _);
        return new GeneratorRun((CSharpCompilation)output, driver.GetRunResult());
    }

    /// <summary>The text of one generated file.</summary>
    public string Source(string hintName) => Sources.Single(source => source.HintName == hintName).SourceText.ToString();

    /// <summary>Fails with everything the compiler says about the author's and the generated code together.</summary>
    public GeneratorRun AssertClean()
    {
        Assert.Null(Result.Results.Single().Exception);
        Assert.Empty(Result.Diagnostics);
        var diagnostics = Output.GetDiagnostics().Where(IsOurs).ToList();
        Assert.True(diagnostics.Count == 0, string.Join("\n", diagnostics) + "\n\n" + string.Join("\n\n", Sources.Select(source => source.SourceText)));
        return this;
    }

    // The samples' own members are undocumented on purpose; the generated ones must not be.
    private bool IsOurs(Diagnostic diagnostic) =>
        diagnostic.Severity >= DiagnosticSeverity.Warning
        && (diagnostic.Id != "CS1591" || Sources.Any(source => source.SyntaxTree == diagnostic.Location.SourceTree));
}
