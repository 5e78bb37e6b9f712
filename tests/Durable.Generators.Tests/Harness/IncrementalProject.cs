using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Durable.Generators.Tests.Harness;

/// <summary>A project in an editor: one generator driver that lives through edits.</summary>
/// <remarks>After each run it checks what must always hold: stages hold plain values, and the output is that of a fresh run.</remarks>
internal sealed class IncrementalProject
{
    private static readonly string[] s_stages =
        [.. typeof(StageNames).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)];

    private GeneratorDriver _driver = TestProject.NewDriver();
    private CSharpCompilation _compilation;

    public IncrementalProject(params string[] sources)
    {
        _compilation = TestProject.Create(sources);
        Run();
    }

    public GeneratorRunResult Result { get; private set; }

    /// <summary>Replaces <paramref name="old"/> in the n-th file and runs again.</summary>
    public void Edit(int file, string old, string replacement)
    {
        var text = _compilation.SyntaxTrees[file].ToString();
        Assert.Contains(old, text, StringComparison.Ordinal);
        Replace(file, text.Replace(old, replacement, StringComparison.Ordinal));
    }

    /// <summary>Gives the n-th file another text and runs again.</summary>
    public void Replace(int file, string text)
    {
        var tree = _compilation.SyntaxTrees[file];
        _compilation = _compilation.ReplaceSyntaxTree(tree, tree.WithChangedText(SourceText.From(text)));
        Run();
    }

    /// <summary>Why each value of a named stage is what it is, in the last run.</summary>
    public IReadOnlyList<IncrementalStepRunReason> Reasons(string stage) =>
        [.. Result.TrackedSteps[stage].SelectMany(step => step.Outputs).Select(output => output.Reason)];

    /// <summary>Why each generated file is what it is, in the last run.</summary>
    public IReadOnlyList<IncrementalStepRunReason> OutputReasons =>
        [.. Result.TrackedOutputSteps.SelectMany(pair => pair.Value).SelectMany(step => step.Outputs).Select(output => output.Reason)];

    private void Run()
    {
        _driver = _driver.RunGenerators(_compilation);
        Result = _driver.GetRunResult().Results.Single();
        Assert.Null(Result.Exception);
        AssertPlainValues();
        AssertSameAsFromScratch();
    }

    private void AssertPlainValues()
    {
        foreach (var stage in s_stages.Where(Result.TrackedSteps.ContainsKey))
        {
            foreach (var output in Result.TrackedSteps[stage].SelectMany(step => step.Outputs))
            {
                PlainValues.Check(output.Value, stage);
            }
        }
    }

    private void AssertSameAsFromScratch()
    {
        var fresh = TestProject.NewDriver().RunGenerators(_compilation).GetRunResult().Results.Single();
        Assert.Equal(
            fresh.GeneratedSources.Select(source => (source.HintName, source.SourceText.ToString())),
            Result.GeneratedSources.Select(source => (source.HintName, source.SourceText.ToString())));
    }
}
