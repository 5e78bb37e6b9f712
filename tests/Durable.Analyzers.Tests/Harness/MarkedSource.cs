using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace Durable.Analyzers.Tests.Harness;

/// <summary>Source with <c>{|DUR1006:marked|}</c> spans: the reports expected in it.</summary>
internal sealed record MarkedSource(string Text, IReadOnlyList<ExpectedReport> Expected)
{
    private const string Open = "{|";
    private const string Close = "|}";

    public static MarkedSource Parse(string marked)
    {
        var text = new StringBuilder(marked.Length);
        var expected = new List<ExpectedReport>();
        var open = new Stack<(string[] Ids, int Start)>();
        for (var i = 0; i < marked.Length;)
        {
            if (marked.AsSpan(i).StartsWith(Open))
            {
                var colon = marked.IndexOf(':', i);
                open.Push((marked[(i + Open.Length)..colon].Split(','), text.Length));
                i = colon + 1;
            }
            else if (marked.AsSpan(i).StartsWith(Close))
            {
                var (ids, start) = open.Pop();
                expected.AddRange(ids.Select(id => new ExpectedReport(id, TextSpan.FromBounds(start, text.Length))));
                i += Close.Length;
            }
            else
            {
                text.Append(marked[i++]);
            }
        }

        return open.Count == 0
            ? new MarkedSource(text.ToString(), [.. expected.OrderBy(report => report.Span.Start).ThenBy(report => report.Id)])
            : throw new FormatException("A marked span is not closed.");
    }
}
