using System.Text.RegularExpressions;
using Durable.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Durable.Analyzers.Tests;

/// <summary>Counts what the rules are held to: shapes that must be reported, and programs that look like them and must not be.</summary>
public sealed partial class AccuracyTests
{
    private const int WantedShapes = 120;
    private const int WantedNearMisses = 40;

    [Fact]
    public void Shapes_ThatMustBeReported_AreManyAndSomeForEachRule()
    {
        var shapes = Tests().SelectMany(Programs).SelectMany(static program => MarkPattern().Matches(program).Select(match => (Id: match.Value, Program: program))).ToList();

        Assert.True(shapes.Distinct().Count() >= WantedShapes, $"{shapes.Distinct().Count()} shapes");
        Assert.All(Descriptors.All, descriptor => Assert.True(
            shapes.Exists(shape => shape.Id.Contains(descriptor.Id, StringComparison.Ordinal)), $"{descriptor.Id} has no shape"));
    }

    [Fact]
    public void Programs_ThatMustNotBeReported_AreMany()
    {
        var nearMisses = Tests().Where(static test => test.Identifier.ValueText.EndsWith("NotReport", StringComparison.Ordinal)).SelectMany(Programs).Where(static program => !MarkPattern().IsMatch(program)).Distinct().ToList();

        Assert.True(nearMisses.Count >= WantedNearMisses, $"{nearMisses.Count} programs");
    }

    private static IEnumerable<MethodDeclarationSyntax> Tests() => Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "tests", "Durable.Analyzers.Tests"), "*Tests.cs", SearchOption.AllDirectories)
        .SelectMany(static path => CSharpSyntaxTree.ParseText(File.ReadAllText(path)).GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>())
        .Where(static method => method.AttributeLists.SelectMany(static list => list.Attributes).Any(static attribute => attribute.Name.ToString() is "Fact" or "Theory"));

    // Each row of a theory is one, and a fact is one by itself.
    private static IEnumerable<string> Programs(MethodDeclarationSyntax test)
    {
        var rows = test.AttributeLists.SelectMany(static list => list.Attributes).Where(static attribute => attribute.Name.ToString() == "InlineData").Select(static row => row.ToString()).ToList();
        return rows.DefaultIfEmpty("").Select(row => string.Concat(row, test.ExpressionBody?.ToString(), test.Body?.ToString()));
    }

    [GeneratedRegex(@"\{\|DUR\d{4}(,DUR\d{4})*:")]
    private static partial Regex MarkPattern();
}
