using System.Globalization;

namespace Durable.Analyzers.Determinism;

/// <summary>A set of DUR00xx rules, as bits.</summary>
internal readonly record struct RuleSet(ulong Bits)
{
    public static RuleSet None => default;

    public bool IsEmpty => Bits == 0;

    public RuleSet With(string ruleId) => new(Bits | Bit(ruleId));

    public RuleSet Union(RuleSet other) => new(Bits | other.Bits);

    public bool Contains(string ruleId) => (Bits & Bit(ruleId)) != 0;

    public RuleSet Except(string ruleId) => new(Bits & ~Bit(ruleId));

    public RuleSet Only(string ruleId) => new(Bits & Bit(ruleId));

    /// <summary>Whether a text is the id of a rule of this block.</summary>
    public static bool IsRule(string text) =>
        text.Length == 7 && text.StartsWith("DUR00", StringComparison.Ordinal) && int.TryParse(text.Substring(5), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 24;

    /// <summary>The rules in order of their ids.</summary>
    public IEnumerable<string> Ids
    {
        get
        {
            for (var number = 0; number < 64; number++)
            {
                if ((Bits & (1UL << number)) != 0)
                {
                    yield return "DUR" + number.ToString("0000", CultureInfo.InvariantCulture);
                }
            }
        }
    }

    // The rules of this block have numbers below 64.
    private static ulong Bit(string ruleId) => 1UL << int.Parse(ruleId.Substring(3), CultureInfo.InvariantCulture);
}
