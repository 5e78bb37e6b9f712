using System.Globalization;
using System.Text;
using Durable.Analyzers.Suppressions;
using Durable.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Durable.Analyzers.Tests;

/// <summary>The tables of all rules, for readers of the pages and of the package, are those of this build; <c>DURABLE_ACCEPT_SNAPSHOTS=1</c> rewrites them.</summary>
public sealed class RuleTableTests
{
    private const string Header = "| rule | severity | fix | what |\n|---|---|---|---|\n";
    private const string SuppressionHeader = "| stock rule | where and why it is silent |\n|---|---|\n";

    [Fact]
    public void Rules_InTheIndexOfPages_AreAllOfThem() => AssertTable(
        Path.Combine("docs", "rules", "README.md"), Header, Rows(static descriptor => $"{descriptor.Id}.md"));

    [Fact]
    public void Rules_InTheReadmeOfThePackage_AreAllOfThem() => AssertTable(
        Path.Combine("src", "Durable.Runtime", "PACKAGE.md"), Header, Rows(static descriptor => descriptor.HelpLinkUri));

    [Fact]
    public void Suppressions_InTheIndexOfPages_AreAllOfThem() => AssertTable(
        Path.Combine("docs", "rules", "README.md"),
        SuppressionHeader,
        string.Concat(new DiagnosticSuppressor[] { new GeneratedUseSuppressor(), new WorkflowCodeSuppressor() }
            .SelectMany(static suppressor => suppressor.SupportedSuppressions)
            .OrderBy(static suppression => suppression.SuppressedDiagnosticId, StringComparer.Ordinal)
            .Select(static suppression => $"| {suppression.SuppressedDiagnosticId} | {suppression.Justification.ToString(CultureInfo.InvariantCulture)} |\n")));

    private static string Rows(Func<DiagnosticDescriptor, string> link)
    {
        var rows = new StringBuilder();
        foreach (var descriptor in Descriptors.All.OrderBy(static descriptor => descriptor.Id, StringComparer.Ordinal))
        {
            var fix = VerifyFix.FixOf(descriptor.Id) switch { null => "", true => "all at once", false => "one by one" };
            rows.Append(CultureInfo.InvariantCulture, $"| [{descriptor.Id}]({link(descriptor)}) | {Severity(descriptor.DefaultSeverity)} | {fix} | {descriptor.Title} |\n");
        }

        return rows.ToString();
    }

    private static string Severity(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        DiagnosticSeverity.Info => "hint",
        _ => throw new ArgumentOutOfRangeException(nameof(severity)),
    };

    private static void AssertTable(string file, string header, string rows)
    {
        var path = Path.Combine(Repository.Root, file);
        var page = File.ReadAllText(path);
        var start = page.IndexOf(header, StringComparison.Ordinal);
        Assert.True(start >= 0, $"{file} has no table that begins with\n{header}");
        start += header.Length;
        var end = page.IndexOf("\n\n", start - 1, StringComparison.Ordinal);
        var written = page[start..(end < 0 ? page.Length : end + 1)];
        if (written != rows && Environment.GetEnvironmentVariable("DURABLE_ACCEPT_SNAPSHOTS") == "1")
        {
            File.WriteAllText(path, page.Replace(header + written, header + rows, StringComparison.Ordinal));
            return;
        }

        Assert.Equal(rows, written);
    }
}
