using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Durable.Tests.Documentation;

/// <summary>The page of required behaviours: its lines, and under each the tests whose <c>[Proves]</c> names it.</summary>
internal sealed partial class BehaviourPage
{
    private static readonly string s_path = Path.Combine(Repository.Root, "docs", "behaviours.md");

    private readonly string[] _lines;
    private readonly List<string> _ids = [];
    private readonly ILookup<string, string> _tests;

    private BehaviourPage(string[] lines, ILookup<string, string> tests)
    {
        _lines = lines;
        _tests = tests;
        Text = Render();
    }

    /// <summary>The page as the tests of today make it.</summary>
    public string Text { get; }

    /// <summary>The page as it lies in the tree.</summary>
    public string Committed => string.Join('\n', _lines);

    /// <summary>Lines that no test proves.</summary>
    public IEnumerable<string> Unproved => _ids.Where(id => !_tests.Contains(id));

    /// <summary>Names in <c>[Proves]</c> that are no line of the page.</summary>
    public IEnumerable<string> Unknown => _tests.Select(tests => tests.Key).Except(_ids);

    public static BehaviourPage Load() => new(
        File.ReadAllText(s_path).ReplaceLineEndings("\n").Split('\n'),
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Contains("obj"))
            .SelectMany(ReadMarks)
            .ToLookup(mark => mark.Behaviour, mark => mark.Test));

    public void Accept() => File.WriteAllText(s_path, Text);

    /// <summary>The marks in one source file, each with the class or the method that it stands on.</summary>
    private static IEnumerable<(string Behaviour, string Test)> ReadMarks(string path)
    {
        List<string> pending = [];
        var type = "";
        foreach (var line in File.ReadLines(path))
        {
            pending.AddRange(Marks().Matches(line).Select(mark => mark.Groups[1].Value));
            if (Type().Match(line) is { Success: true } declared)
            {
                type = declared.Groups[1].Value;
            }
            else if (Method().Match(line) is { Success: true } method)
            {
                foreach (var behaviour in pending)
                {
                    yield return (behaviour, Link(path, $"{type}.{method.Groups[1].Value}"));
                }

                pending.Clear();
                continue;
            }
            else
            {
                continue;
            }

            foreach (var behaviour in pending)
            {
                yield return (behaviour, Link(path, type));
            }

            pending.Clear();
        }
    }

    private static string Link(string path, string name) =>
        $"[{name}](../{Path.GetRelativePath(Repository.Root, path).Replace('\\', '/')})";

    private string Render()
    {
        var page = new StringBuilder();
        var section = "";
        foreach (var line in _lines)
        {
            if (Listed().IsMatch(line))
            {
                // Made anew below.
                continue;
            }

            page.Append(line).Append('\n');
            if (Section().Match(line) is { Success: true } heading)
            {
                section = heading.Groups[1].Value;
            }
            else if (section.Length > 0 && Numbered().Match(line) is { Success: true } number)
            {
                var id = string.Create(CultureInfo.InvariantCulture, $"{section}-{number.Groups[1].Value}");
                _ids.Add(id);
                foreach (var test in _tests[id].Distinct().Order(StringComparer.Ordinal))
                {
                    page.Append("   - ").Append(test).Append('\n');
                }
            }
        }

        // The last line had no end of its own.
        return page.ToString(0, page.Length - 1);
    }

    [GeneratedRegex("""Proves\("(B-[A-Z]+-[0-9]+)"\)""")]
    private static partial Regex Marks();

    [GeneratedRegex("""^\s*(?:public|internal)\s+(?:(?:sealed|abstract|static|partial)\s+)*class\s+(\w+)""")]
    private static partial Regex Type();

    [GeneratedRegex("""^\s*public\s+(?:(?:async|virtual|override|static)\s+)*(?:Task|ValueTask|void)\s+(\w+)\s*\(""")]
    private static partial Regex Method();

    [GeneratedRegex("""^## .*\((B-[A-Z]+)\)$""")]
    private static partial Regex Section();

    [GeneratedRegex("""^([0-9]+)\. """)]
    private static partial Regex Numbered();

    [GeneratedRegex("""^   - \[""")]
    private static partial Regex Listed();
}
