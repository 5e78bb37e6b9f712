using Durable.Analyzers.Determinism;
using Durable.Analyzers.Determinism.Carrying;
using Durable.Analyzers.Tests.Harness;
using Durable.Shared;
using Durable.Tests;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Durable.Analyzers.Tests.Determinism.Carrying;

/// <summary>Whatever is declared differently, and however often: the rules say what they would say from nothing.</summary>
public sealed class RandomEditTests
{
    private const int EditsOfAProject = 10;

    private static readonly Config s_options = new();

    [Fact]
    [Trait("Category", "Nightly")]
    public void Reports_AfterRandomEditsOfDeclarations_AreThoseFromNothing()
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"DURABLE_TEST_SEED={Setting.Seed} DURABLE_TEST_EDITS={Setting.Edits}");
        var (carried, found) = (0, 0);
        for (var seed = Setting.Seed; seed - Setting.Seed < Setting.Edits / 5 / EditsOfAProject; seed++)
        {
            var project = new RandomProject(seed);
            Compilation edited = Sources.Compile(project.Files, References.WithRuntime, name: $"Random{Guid.NewGuid():N}");
            Reports(edited);
            for (var edit = 0; edit < EditsOfAProject; edit++)
            {
                project.Edit();
                edited = Replace(edited, project.Files);
                carried += CoveredIn(edited);
                var expected = Reports(Sources.Compile(project.Files, References.WithRuntime));
                found += expected.Count;
                var actual = Reports(edited);
                Assert.True(expected.SequenceEqual(actual), $"Seed {seed}, edit {edit}:\n{string.Join('\n', expected)}\n---\n{string.Join('\n', actual)}\n---\n{string.Join("\n---\n", project.Files)}");
            }
        }

        // Neither may be so rare that nothing is shown.
        TestContext.Current.TestOutputHelper?.WriteLine($"{carried} helpers were not read again, {found} reports.");
        Assert.InRange(carried, Setting.Edits / 10, int.MaxValue);
        Assert.InRange(found, Setting.Edits / 10, int.MaxValue);
    }

    // Only the files that are different, as an editor does.
    private static Compilation Replace(Compilation compilation, IReadOnlyList<string> files)
    {
        var trees = compilation.SyntaxTrees.ToList();
        foreach (var i in Enumerable.Range(0, files.Count).Where(i => trees[i].ToString() != files[i]))
        {
            compilation = compilation.ReplaceSyntaxTree(trees[i], CSharpSyntaxTree.ParseText(
                files[i], Sources.ParseOptions, trees[i].FilePath, cancellationToken: TestContext.Current.CancellationToken));
        }

        return compilation;
    }

    // How many of the helpers need not be read.
    private static int CoveredIn(Compilation compilation)
    {
        var code = Code(compilation);
        return compilation.GetSymbolsWithName("Do", SymbolFilter.Member, TestContext.Current.CancellationToken)
            .Count(helper => code.Carried.Cover(ClosedBody.Of(helper), new HashSet<string>(), [], code.Options));
    }

    private static List<string> Reports(Compilation compilation) => [.. compilation.GetSymbolsWithName("RunAsync", SymbolFilter.Member, TestContext.Current.CancellationToken)
        .SelectMany(body => Code(compilation).ReportsOf(body.ContainingType, TestContext.Current.CancellationToken))
        .Select(static report => $"{report.Location.GetLineSpan()} {report.Violation.RuleId}: {report.What}")
        .Order(StringComparer.Ordinal)];

    private static WorkflowCode Code(Compilation compilation) => WorkflowCode.For(DurableSymbols.TryCreate(compilation)!, s_options);
}
