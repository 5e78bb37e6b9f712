using System.Text;

namespace Durable.Analyzers.Determinism;

/// <summary>One line of a library's summary: a member that must not be reached from workflow code.</summary>
/// <param name="Member">Its documentation id.</param>
/// <param name="RuleId">The rule that it breaks.</param>
/// <param name="Chain">How: ", which reads DateTime.Now", or " → Clock.Today, which reads DateTime.Now".</param>
internal sealed record SummaryEntry(string Member, string RuleId, string Chain)
{
    private const char Separator = '\t';

    public static ILookup<string, SummaryEntry> ReadAll(string text) => text
        .Split(['\n'], StringSplitOptions.RemoveEmptyEntries)
        .Select(static line => line.Split(Separator))
        .Where(static fields => fields.Length == 3 && RuleSet.IsRule(fields[1]))
        .Select(static fields => new SummaryEntry(fields[0], fields[1], fields[2]))
        .ToLookup(static entry => entry.Member, StringComparer.Ordinal);

    public static string WriteAll(IEnumerable<SummaryEntry> entries)
    {
        var text = new StringBuilder();
        foreach (var entry in entries)
        {
            text.Append(entry.Member).Append(Separator).Append(entry.RuleId).Append(Separator).Append(entry.Chain).Append('\n');
        }

        return text.ToString();
    }
}
