using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Tests.Harness;

/// <summary>What reports say, and tell fixes, beside where they stand: kept in a file for each class of tests, and compared with it.</summary>
/// <remarks>With <c>DURABLE_ACCEPT_SNAPSHOTS=1</c> the files are written instead; remove them before, to be rid of what no test asks for any more.</remarks>
internal static class Messages
{
    private static readonly ConcurrentDictionary<string, Lazy<SortedDictionary<string, string>>> s_files = new();

    public static string Of(IEnumerable<Diagnostic> reported) => string.Concat(reported
        .OrderBy(static report => report.Location.SourceTree!.FilePath, StringComparer.Ordinal)
        .ThenBy(static report => report.Location.SourceSpan.Start)
        .ThenBy(static report => report.Id, StringComparer.Ordinal)
        .Select(static report => $"{report.Id} '{Text(report.Location)}': {report.GetMessage(CultureInfo.InvariantCulture)}{Properties(report)}{string.Concat(report.AdditionalLocations.Select(static location => $" → '{Text(location)}'"))}\n"));

    public static void AssertSame(string key, string says)
    {
        var name = TestContext.Current.TestClass!.TestClassSimpleName;
        var path = Path.Combine(Repository.Root, "tests", "Durable.Analyzers.Tests", "Messages", $"{name}.txt");
        var kept = s_files.GetOrAdd(path, static path => new(() => Read(path))).Value;
        var id = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..12];
        if (Environment.GetEnvironmentVariable("DURABLE_ACCEPT_SNAPSHOTS") != "1")
        {
            Assert.Equal(says.Length == 0 ? null : says, kept.GetValueOrDefault(id));
            return;
        }

        lock (kept)
        {
            kept[id] = says;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, string.Concat(kept.Where(static entry => entry.Value.Length > 0).Select(static entry => $"#### {entry.Key}\n{entry.Value}")));
        }
    }

    private static SortedDictionary<string, string> Read(string path)
    {
        var kept = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in File.Exists(path) ? File.ReadAllText(path).Split("#### ", StringSplitOptions.RemoveEmptyEntries) : [])
        {
            var end = part.IndexOf('\n', StringComparison.Ordinal);
            kept[part[..end]] = part[(end + 1)..];
        }

        return kept;
    }

    private static string Text(Location location) =>
        location.SourceTree?.GetText().ToString(location.SourceSpan).ReplaceLineEndings(" ") is { } text ? text.Length > 60 ? text[..60] : text : "";

    private static string Properties(Diagnostic report) => report.Properties.Any(static property => property.Value is { Length: > 0 })
        ? $" {{{string.Join(", ", report.Properties.Where(static property => property.Value is { Length: > 0 }).OrderBy(static property => property.Key, StringComparer.Ordinal).Select(static property => $"{property.Key}={property.Value}"))}}}"
        : "";
}
