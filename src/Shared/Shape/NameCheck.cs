using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Durable.Shared.Shape;

/// <summary>Reports names that stored data must not refer to (DUR1011).</summary>
internal static class NameCheck
{
    private const int LongestShown = 40;

    public static void Run(ProblemSink problems, string what, string name, Location? location)
    {
        if (StableNames.Explain(name) is { } reason)
        {
            problems.Add(RuleIds.InvalidName, location, what, Shorten(name), reason);
        }
    }

    public static string ToText(this int number) => number.ToString(CultureInfo.InvariantCulture);

    public static string Shorten(string name) =>
        name.Length > LongestShown ? name.Substring(0, LongestShown) + "..." : name;
}
