using Durable.Shared;

namespace Durable.Analyzers.Determinism;

/// <summary>The framework's and well-known libraries' members that workflow code must not use: one block of documentation ids for each rule.</summary>
internal static partial class KnownMemberTable
{
    private static readonly (string RuleId, string Members)[] s_blocks =
    [
        (RuleIds.Clock, Clock),
        (RuleIds.NewId, NewId),
        (RuleIds.Chance, Chance),
        (RuleIds.Timer, Timer),
        (RuleIds.OtherThread, OtherThread),
        (RuleIds.Blocking, Blocking),
        (RuleIds.Locking, Locking),
        (RuleIds.InputOutput, InputOutput),
        (RuleIds.InputOutput, Databases),
        (RuleIds.Machine, Machine),
        (RuleIds.Machine, Culture),
        (RuleIds.Logger, Loggers),
        (RuleIds.Unchecked, Reflection),
        (KnownMembers.Harmless, Harmless),
    ];

    public static IReadOnlyDictionary<string, string> Rules { get; } = Read();

    private static Dictionary<string, string> Read()
    {
        var rules = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (ruleId, members) in s_blocks)
        {
            foreach (var member in members.Split([' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries))
            {
                rules.Add(member, ruleId);
            }
        }

        return rules;
    }
}
