using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Tests.Harness;

/// <summary>Asserts what all rules together report on some sources, in every way a compiler or editor asks.</summary>
internal static class Verify
{
    /// <summary>The marked reports and no others, in sources that are otherwise without error.</summary>
    public static Task ReportsAsync(params string[] marked) => ReportsAsync(marked, mustCompile: true);

    /// <summary>The same for code that its author has not finished writing.</summary>
    public static Task ReportsInUnfinishedAsync(params string[] marked) => ReportsAsync(marked, mustCompile: false);

    private static async Task ReportsAsync(string[] marked, bool mustCompile)
    {
        var sources = marked.Select(MarkedSource.Parse).ToList();
        var compilation = Sources.Compile(sources.Select(static source => source.Text), References.WithRuntime);
        if (mustCompile)
        {
            Assert.Empty(Sources.Errors(compilation));
        }

        var trees = compilation.SyntaxTrees.Take(sources.Count).ToList();
        await WholeAsync(compilation, sources, trees);
        for (var i = 0; i < sources.Count; i++)
        {
            await FileAsync(compilation, sources[i], trees[i]);
            await SpansAsync(compilation, sources[i], trees[i]);
        }

        await SilentWithoutRuntimeAsync(sources.Select(static source => source.Text));
    }

    private static async Task SilentWithoutRuntimeAsync(IEnumerable<string> sources)
    {
        var compilation = Sources.Compile(sources, References.WithoutRuntime);

        Assert.Empty(await Rules.RunWholeAsync(compilation));
    }

    private static async Task WholeAsync(Compilation compilation, List<MarkedSource> sources, List<SyntaxTree> trees)
    {
        var reported = await Rules.RunWholeAsync(compilation);

        Assert.All(reported, diagnostic => Assert.Contains(diagnostic.Location.SourceTree, trees));
        for (var i = 0; i < sources.Count; i++)
        {
            AssertSame(sources[i], sources[i].Expected, reported.Where(diagnostic => diagnostic.Location.SourceTree == trees[i]), "whole compilation");
        }
    }

    private static async Task FileAsync(Compilation compilation, MarkedSource source, SyntaxTree tree) =>
        AssertSame(source, source.Expected, await Rules.RunFileAsync(compilation, tree), "per file");

    private static async Task SpansAsync(Compilation compilation, MarkedSource source, SyntaxTree tree)
    {
        foreach (var span in source.Expected.Select(static report => report.Span).Distinct())
        {
            var reported = await Rules.RunSpanAsync(compilation, tree, span);

            AssertSame(
                source,
                source.Expected.Where(report => report.Span.IntersectsWith(span)),
                reported.Where(diagnostic => diagnostic.Location.SourceSpan.IntersectsWith(span)),
                $"span {span}");
        }
    }

    private static void AssertSame(MarkedSource source, IEnumerable<ExpectedReport> expected, IEnumerable<Diagnostic> reported, string mode)
    {
        string Show(string id, Microsoft.CodeAnalysis.Text.TextSpan span) => $"{id} at {span} '{source.Text.Substring(span.Start, span.Length)}'";

        var wanted = expected.Select(report => Show(report.Id, report.Span)).Order(StringComparer.Ordinal);
        var actual = reported.OrderBy(static diagnostic => diagnostic.Location.SourceSpan.Start)
            .ToLookup(diagnostic => Show(diagnostic.Id, diagnostic.Location.SourceSpan), static diagnostic => diagnostic.GetMessage(null));
        var shown = actual.SelectMany(static group => group.Select(_ => group.Key)).Order(StringComparer.Ordinal);
        Assert.True(
            wanted.SequenceEqual(shown),
            $"In mode '{mode}' expected:\n{string.Join('\n', wanted)}\nreported:\n{string.Join('\n', actual.SelectMany(static group => group.Select(message => $"{group.Key}: {message}")))}");
    }
}
