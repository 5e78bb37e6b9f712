using System.Collections.Concurrent;
using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Durable.Analyzers.Determinism;

/// <summary>What <c>.editorconfig</c> says about determinism, for each file.</summary>
/// <remarks>
/// <c>durable.determinism = strict</c> also reports what cannot be checked (DUR0023). <c>durable.banned_symbols</c> lists more members that workflow
/// code must not use, by documentation id and separated by vertical bars; <c>M:Legacy.Clock.Read = DUR0001</c> chooses the rule, which is DUR0010 otherwise.
/// The compiler takes what follows a ';' or '#' for a comment: so those do not separate, and a constructor is named as in metadata, <c>..ctor</c> and not <c>.#ctor</c>.
/// </remarks>
internal sealed class CodeOptions(AnalyzerConfigOptionsProvider provider)
{
    private const string Level = "durable.determinism";
    private const string BannedSymbols = "durable.banned_symbols";

    private readonly ConcurrentDictionary<SyntaxTree, bool> _isStrict = new();
    private readonly ConcurrentDictionary<SyntaxTree, KnownMembers?> _bannedInFile = new();
    private readonly ConcurrentDictionary<string, KnownMembers> _banned = new(StringComparer.Ordinal);

    public bool IsStrict(SyntaxTree tree) => _isStrict.GetOrAdd(tree, key =>
        provider.GetOptions(key).TryGetValue(Level, out var level) && level.Trim().Equals("strict", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether nothing is said about a file.</summary>
    public bool AreDefault(SyntaxTree tree) => !IsStrict(tree) && _bannedInFile.GetOrAdd(tree, BannedIn) is null;

    /// <summary>The rule that a member breaks because the project says so.</summary>
    public string? FindBanned(ISymbol member, SyntaxTree tree) => _bannedInFile.GetOrAdd(tree, BannedIn)?.Find(member);

    private KnownMembers? BannedIn(SyntaxTree tree) => provider.GetOptions(tree).TryGetValue(BannedSymbols, out var list)
        ? _banned.GetOrAdd(list, static text => new KnownMembers(Read(text)))
        : null;

    private static Dictionary<string, string> Read(string list)
    {
        var rules = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in list.Split(['|'], StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = entry.Split('=');
            var ruleId = parts.Length > 1 ? parts[1].Trim().ToUpperInvariant() : RuleIds.InputOutput;
            if (parts[0].Trim() is { Length: > 0 } id)
            {
                rules[id.Replace("..ctor", ".#ctor")] = RuleSet.IsRule(ruleId) ? ruleId : RuleIds.InputOutput;
            }
        }

        return rules;
    }
}
