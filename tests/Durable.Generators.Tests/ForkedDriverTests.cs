using Durable.Generators.Emitting;
using Durable.Generators.Parsing;
using Durable.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SourceText = Microsoft.CodeAnalysis.Text.SourceText;

namespace Durable.Generators.Tests;

/// <summary>Editors run forks of one driver on several states of a project at the same time: what one reads is not the other's.</summary>
public sealed class ForkedDriverTests
{
    private const string Other = "[Durable.Workflow] public partial class Other { int More() { return 1; } }";
    private const string Edited = "[Durable.Workflow] public partial class Edited { }";

    [Fact]
    public void Model_ReadInAnotherForkMeanwhile_IsNotTakenOver()
    {
        var start = TestProject.Create(Other, Edited);
        var one = With(start, 1, Edited.Replace("{ }", "{ int One; }", StringComparison.Ordinal));
        var two = With(start, 1, Edited.Replace("{ }", "{ int Two; }", StringComparison.Ordinal));
        GeneratorDriver? driver = null, fork = null;
        var probe = new Probe(compilation =>
        {
            if (compilation == one)
            {
                fork ??= driver!.RunGenerators(two, Token);
            }
        });
        driver = CSharpGeneratorDriver.Create(probe).RunGenerators(start, Token);

        var first = driver.RunGenerators(one, Token);
        var later = fork!.RunGenerators(With(two, 0, Other.Replace("1", "2", StringComparison.Ordinal)), Token);

        Assert.Contains("int One", Written(first), StringComparison.Ordinal);
        Assert.Contains("int Two", Written(fork), StringComparison.Ordinal);
        Assert.Contains("int Two", Written(later), StringComparison.Ordinal);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static CSharpCompilation With(CSharpCompilation compilation, int file, string text) => compilation.ReplaceSyntaxTree(
        compilation.SyntaxTrees[file], compilation.SyntaxTrees[file].WithChangedText(SourceText.From(text)));

    private static string Written(GeneratorDriver driver) =>
        string.Join('\n', driver.GetRunResult().Results.Single().GeneratedSources.Select(static source => source.SourceText.ToString()));

    /// <summary>Remembers classes as the generator does, and tells when one is read.</summary>
    private sealed class Probe(Action<Compilation> reading) : IIncrementalGenerator
    {
        public void Initialize(IncrementalGeneratorInitializationContext context)
        {
            var parsed = new ParsedClasses<string>(
                "WorkflowAttribute",
                (declaration, _) =>
                {
                    reading(declaration.Compilation);
                    return $"/* {declaration.Part} */";
                },
                new WrittenAhead<string>(static text => SourceText.From(text)));
            var classes = context.SyntaxProvider.ForAttributeWithMetadataName("Durable.WorkflowAttribute", static (_, _) => true, parsed.Parse);
            context.RegisterSourceOutput(classes.Collect(), static (output, texts) => output.AddSource("All.g.cs", string.Join('\n', texts)));
        }
    }
}
