using System.Text.RegularExpressions;

namespace Durable.Crash.Tests.Checking;

/// <summary>
/// What steps of the child return: <c>charge#2@17.3</c> = operation, life, execution. No two executions return the same, so every place where
/// a token turns up tells which execution's outcome was seen there.
/// </summary>
internal static partial class Tokens
{
    /// <summary>Operation and whole token of each one in a text.</summary>
    public static IEnumerable<(string Operation, string Token)> In(string text) =>
        Pattern().Matches(text).Select(match => (match.Groups["operation"].Value, match.Value));

    /// <summary>The life in which the execution took place.</summary>
    public static int LifeOf(string token) => int.Parse(Pattern().Match(token).Groups["life"].Value, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A text as it would be had every step returned just its operation: what two runs of one workload must agree on.</summary>
    public static string Without(string text) => Pattern().Replace(text, "${operation}");

    [GeneratedRegex(@"(?<operation>[a-z][a-z0-9#-]*)@(?<life>\d+)\.\d+")]
    private static partial Regex Pattern();
}
